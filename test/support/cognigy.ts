import { AS_WRITTEN, type CheckDeps } from '../../src/conversation/checks/check-deps.ts';
import { makeProtocol } from '../../src/endpoint/protocol/make-protocol.ts';
import { settledEndpoint } from './settled-endpoint.ts';

/** The protocol of a target whose settings do not matter. */
export const COGNIGY = makeProtocol(settledEndpoint('http://127.0.0.1/token-of-tests'));

/** Checks as written, against replies of Cognigy.AI. */
export const CHECK_CONTEXT: CheckDeps = { render: AS_WRITTEN, reading: COGNIGY.reading };
