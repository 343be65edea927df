import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { type Declared, declaredKey } from './answers.js';
import type { DeskRequest } from './request.js';

/** One declared use case of the running application. */
export interface Door extends Declared {
  /** The slice's class. */
  slice: string;
  /** The DTO class of its input; undefined where the path is all. */
  input: (new () => object) | undefined;
}

/** Every use case the process answers. A handler without a caller rule stops the start. */
@Injectable()
export class Doors implements OnModuleInit {
  readonly all: Door[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getControllers()) {
      const prototype = Object.getPrototypeOf(instance) as Record<string, (...args: never[]) => unknown>;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const handler = prototype[method];
        if (!handler || Reflect.getMetadata(PATH_METADATA, handler) === undefined) continue;
        const declared = Reflect.getMetadata(declaredKey, handler) as Declared | undefined;
        if (!declared?.rules.to)
          throw new Error(`${metatype?.name}.${method} answers a route without saying who may call it.`);
        if (!declared.rules.limit && needsLimit(declared))
          throw new Error(`${metatype?.name}.${method} answers strangers or lists things without a limit.`);
        this.all.push({
          ...declared,
          slice: metatype?.name ?? '',
          input: inputOf(prototype, metatype as object, method),
        });
      }
    }
  }

  /** Tells the verb of a request by its route, long before a guard looks at it; `none` for what no door answers. */
  verbs(): (request: FastifyRequest) => string {
    const known = new Map<string, string>();
    return (request) => {
      const { declared, method } = request as DeskRequest;
      if (declared) return declared.route.verb;
      const { url } = request.routeOptions;
      if (known.size === 0) {
        for (const { route } of this.all) known.set(`${route.method} ${routerPath(route.path)}`, route.verb);
      }
      return known.get(`${method === 'HEAD' ? 'GET' : method} ${url}`) ?? 'none';
    };
  }
}

/** Strangers are counted before anything is done for them; a list costs the database more than its question costs the sender. */
function needsLimit({ route, rules }: Declared): boolean {
  return rules.to.kinds.includes('anonymous') || /^(list|find|count|total)-/.test(route.verb);
}

/** `/v1/tickets/{id}` as the router has it, `/v1/tickets/:id`. */
export function routerPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** The parameter decorated with `@Input()`, found by its class: the only DTO among a handler's parameters. */
function inputOf(prototype: object, controller: object, method: string): Door['input'] {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { index: number }
  >;
  const types = (Reflect.getMetadata('design:paramtypes', prototype, method) ?? []) as (new () => object)[];
  const custom = Object.values(args).map(({ index }) => types[index]);
  return custom.find(
    (type) => type !== undefined && !['Object', 'String', 'Number', 'Boolean', 'Array', 'Function'].includes(type.name),
  );
}
