// Made by `npm run client` from the routes of the engines; not edited by hand.
export interface paths {
    "/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is computed, and how */
        get: operations["get_definitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["get_health_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that this needs works */
        get: operations["get_health_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["get_openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One series of a run, thinned evenly for a chart: the last value in each part of the time, as it is */
        get: operations["get_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this is doing */
        get: operations["get_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Values of a run (the latest, unless said), by sequence */
        get: operations["get_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** CheckView */
        CheckView: {
            /** @default  */
            detail: string;
            name: string;
            ok: boolean;
        };
        /**
         * DefinitionView
         * @description A series that the engine computes.
         */
        DefinitionView: {
            description: string;
            /** @description The language that the formula is written in. */
            dialect: string;
            formula: string;
            /** @description Bars before the first value. */
            lookback: number;
            name: string;
            /** @description Where it was published. */
            source: string;
            /** @description What its values are measured in. */
            unit: components["schemas"]["Unit"];
        };
        /**
         * FieldError
         * @description One thing that is wrong in a request. `pointer` is a JSON pointer into the body, query or path.
         */
        FieldError: {
            detail: string;
            /** @description body, query or path */
            place: string;
            pointer: string;
        };
        /** Live */
        Live: {
            name: string;
            version: string;
        };
        /**
         * Page[DefinitionView]
         * @description One page of a list.
         */
        Page_DefinitionView_: {
            items: components["schemas"]["DefinitionView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[ValueView]
         * @description One page of a list.
         */
        Page_ValueView_: {
            items: components["schemas"]["ValueView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * PageQuery
         * @description Query of a list route. Subclass it to add filters.
         */
        PageQuery: {
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
        };
        /**
         * Problem
         * @description RFC 9457. `type` is stable for a kind of problem; `detail` says what to do next.
         */
        Problem: {
            detail: string;
            /**
             * @description Field by field what is wrong; empty where the request as a whole is refused.
             * @default []
             */
            errors: components["schemas"]["FieldError"][];
            instance: string;
            /** @description By which the log lines of this request are found. */
            request_id: string;
            /** @description The HTTP status once more. */
            status: number;
            title: string;
            type: string;
        };
        /** Ready */
        Ready: {
            checks: components["schemas"]["CheckView"][];
            name: string;
            ready: boolean;
        };
        /**
         * SeriesPoint
         * @description The last value in its part of the time. Never an average.
         */
        SeriesPoint: {
            /** @description Begin of that part, in session time: that of the bar of the same step whose records, or close, gave the value. */
            begin_ts: number;
            /** @description Number of the market record that triggered the value. */
            sequence: number;
            /** @description Session time of that record. */
            ts_event: number;
            /** @description In the unit of the series. */
            value: number;
        };
        /** SeriesQuery */
        SeriesQuery: {
            instrument_id: string;
            name: string;
            /**
             * @description Most values: the time of the series is cut into as many parts
             * @default 2000
             */
            points: number;
            /** @default null */
            run: number | null;
            /** @default null */
            step_seconds: number | null;
        };
        /**
         * SeriesView
         * @description One series of a run, thinned evenly for a chart: of each part of the session's time the last value, as it is.
         */
        SeriesView: {
            instrument_id: string;
            name: string;
            /** @description Oldest first. A part without a value has no point. */
            points: components["schemas"]["SeriesPoint"][];
            /** @description The replay run that it was computed in; null while it has no value. */
            run: number | null;
            /** @description Values that the run has so far, shown or not. */
            total: number;
            /** @description What the values are measured in. */
            unit: components["schemas"]["Unit"];
        };
        /**
         * Status
         * @description What a person wants to know first. `details` are the engine's own lines.
         */
        Status: {
            checks: components["schemas"]["CheckView"][];
            details: Record<string, never>;
            name: string;
            /** @description Process identifier on its machine. */
            pid: number;
            ready: boolean;
            /** @description Since this process started. */
            uptime_seconds: number;
            version: string;
        };
        /**
         * Unit
         * @description As the page knows them: `Unit` in `web/src/ui/types.ts` names the same.
         * @enum {unknown}
         */
        Unit: "bps" | "count" | "currency" | "fraction" | "milliseconds" | "per_second" | "price" | "quantity" | "ratio" | "seconds" | "text" | "timestamp_ns" | "variance";
        /** ValueQuery */
        ValueQuery: {
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /** @default null */
            instrument_id: string | null;
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
            /** @default null */
            name: string | null;
            /**
             * @description Newest first: limit=1 gives the last value
             * @default false
             */
            newest: boolean;
            /** @default null */
            run: number | null;
        };
        /**
         * ValueView
         * @description One value of a series.
         */
        ValueView: {
            instrument_id: string;
            name: string;
            /** @description The replay run that it was computed in. */
            run: number;
            /** @description Number of the market record that triggered it. */
            sequence: number;
            /** @description Session time of that record. */
            ts_event: number;
            /** @description In the unit of its definition. */
            value: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type CheckView = components['schemas']['CheckView'];
export type DefinitionView = components['schemas']['DefinitionView'];
export type FieldError = components['schemas']['FieldError'];
export type Live = components['schemas']['Live'];
export type PageDefinitionView = components['schemas']['Page_DefinitionView_'];
export type PageValueView = components['schemas']['Page_ValueView_'];
export type PageQuery = components['schemas']['PageQuery'];
export type Problem = components['schemas']['Problem'];
export type Ready = components['schemas']['Ready'];
export type SeriesPoint = components['schemas']['SeriesPoint'];
export type SeriesQuery = components['schemas']['SeriesQuery'];
export type SeriesView = components['schemas']['SeriesView'];
export type Status = components['schemas']['Status'];
export type Unit = components['schemas']['Unit'];
export type ValueQuery = components['schemas']['ValueQuery'];
export type ValueView = components['schemas']['ValueView'];
export type $defs = Record<string, never>;
export interface operations {
    get_definitions: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DefinitionView_"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_series: {
        parameters: {
            query: {
                instrument_id: string;
                name: string;
                points?: number;
                run?: number | null;
                step_seconds?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_values: {
        parameters: {
            query?: {
                cursor?: string;
                instrument_id?: string | null;
                limit?: number;
                name?: string | null;
                newest?: boolean;
                run?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ValueView_"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
