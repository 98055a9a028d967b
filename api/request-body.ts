import express, { type Request, type RequestHandler } from 'express';
import { PipelineError } from '../contracts/errors.ts';
import type { Operation } from '../contracts/operations.ts';
import { listFields } from './parse-input.ts';
import { invalidInput } from './problem.ts';

/** Bodies name data, they do not carry it. */
export const BODY = { limit: 1024 * 1024, inflate: false, strict: false, type: 'application/json' };

export const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The fields that are not in the path. No body is an empty one: most commands need no field. */
export function restOf(request: Request, { method, takes, input, bodyMayBe }: Operation): unknown {
  if (method !== 'post' || takes === 'bytes') return listFields(input, request.query);
  if (!hasBody(request)) return {};
  const body: unknown = request.body;
  const isValue = bodyMayBe !== undefined && typeof body === 'object' && body !== null && 'checksum' in body;
  return isValue ? { [bodyMayBe]: body } : body;
}

/** A body of bytes is left to its handler, which streams it. */
export function readBody({ method, takes }: Operation): RequestHandler[] {
  if (takes === 'bytes') return [];
  return method === 'post' ? [requireJson, express.json(BODY)] : [refuseBody];
}

export const requireJson: RequestHandler = (request, _response, next) => {
  if (hasBody(request) && !request.is('application/json')) {
    const given = request.get('content-type') === undefined ? 'has no Content-Type' : 'has another Content-Type';
    throw new PipelineError('UnsupportedMediaType', `the body ${given}; this takes application/json`);
  }
  next();
};

/** A field sent where it is not read would be lost in silence. */
export const refuseBody: RequestHandler = (request, _response, next) => {
  if (hasBody(request))
    throw invalidInput([{ field: '', message: `${request.method} takes no body; send fields in the query` }]);
  next();
};
