import { workflowBundle } from './workflow-bundle.ts';

// For a container image and for `npm run dev`: workers that start later find the bundle ready.
const { build } = await workflowBundle();
console.log(`The workflows of ${build} are bundled.`);
