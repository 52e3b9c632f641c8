import { writeFileSync } from 'node:fs';
import { openApiDocument } from './document.mjs';

// Writes the OpenAPI document to the file that is named, or prints it.
const [file] = process.argv.slice(2);
const document = await openApiDocument();
if (file === undefined) process.stdout.write(document);
else writeFileSync(file, document);
