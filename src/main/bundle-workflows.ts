import { workflowBundle } from './workflow-bundle.ts';

// For an image: its workers start without making the bundle first.
const { build } = await workflowBundle();
console.log(`The workflows of ${build} are bundled.`);
