import { workflowBundle } from './workflow-bundle.ts';

// For a container image: its workers start without building the bundle first.
const { build } = await workflowBundle();
console.log(`The workflows of ${build} are bundled.`);
