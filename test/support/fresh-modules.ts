import { vi } from 'vitest';

// Test files share a process, which saves loading the libraries anew; what our own modules remember they do not share.
vi.resetModules();
