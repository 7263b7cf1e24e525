import { workflowBundle } from './workflow-bundle.ts';

// For an image and for `npm run dev`: a worker that starts after it finds the bundle ready.
const { build } = await workflowBundle();
console.log(`The workflows of ${build} are bundled.`);
