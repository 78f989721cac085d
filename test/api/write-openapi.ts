import { writeFileSync } from 'node:fs';
import { generatedOpenApi, OPENAPI_FILE } from './openapi-file.ts';

// Writes api/openapi.json (npm run openapi).
writeFileSync(OPENAPI_FILE, await generatedOpenApi());
