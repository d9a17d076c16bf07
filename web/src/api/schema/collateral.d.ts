// Made by `npm run client` from the routes of the engines; not edited by hand.
export interface paths {
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
    "/margin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Margin at the last mark of a run */
        get: operations["get_margin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/margins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Margin at each mark of a run */
        get: operations["get_margins"];
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
         * MarginView
         * @description Margin at one mark, in the account's currency.
         *
         *     The sums are over the positions that `rule` covers. `complete` is false when a position has no source for its
         *     margin: `positions` says which and why, and the true requirement is higher.
         */
        MarginView: {
            account: string;
            /** @description Whether the sums are over all positions; if not, the true requirement is higher. */
            complete: boolean;
            /** @description Net asset value of the account at the mark: cash and market value of the open positions. */
            equity: string;
            /** @description Equity above the maintenance margin; negative is a margin call. Method: equity − maintenance. */
            excess: string;
            /** @description Whether this is the last mark of the run. */
            final: boolean;
            /** @description Equity that opening these positions now would need, over the covered ones. Method: Regulation T, 12 CFR 220.12: 50 % of a long position's value, 150 % of a short one's, of which the proceeds cover 100 %. */
            initial: string;
            /** @description Equity below which a margin call follows, over the covered positions. Method: FINRA Rule 4210(c): 25 % of a long position's value; of a short one the greater of 30 % and $5 a share, under $5 a share the greater of its value and $2.50 a share. */
            maintenance: string;
            /** @description Margin position by position, also of those that the rule does not cover. */
            positions: components["schemas"]["PositionMargin"][];
            /** @description The margin rule with its sources. */
            rule: string;
            /** @description The run whose account it is. */
            run: number;
            /** @description Number of the record at which the account was marked. */
            sequence: number;
            /** @description Session time of the mark, which these figures are as of. */
            ts_event: number;
        };
        /**
         * MarkPageQuery
         * @description Marks of a run, by sequence.
         */
        MarkPageQuery: {
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
            /**
             * @description Begin with the last mark
             * @default false
             */
            newest: boolean;
            /** @default null */
            run: number | null;
        };
        /**
         * Page[MarginView]
         * @description One page of a list.
         */
        Page_MarginView_: {
            items: components["schemas"]["MarginView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * PositionMargin
         * @description Margin of one position.
         */
        PositionMargin: {
            /** @description Equity that opening it now would need; null where no source says how much. Method: Regulation T, 12 CFR 220.12. */
            initial: string | null;
            instrument_id: string;
            /** @description Equity that must stay behind it; null where no source says how much. Method: FINRA Rule 4210(c). */
            maintenance: string | null;
            /**
             * @description Why there is no figure; empty where there is one.
             * @default
             */
            reason: string;
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
         * RunQuery
         * @description Without `run` the latest is meant.
         */
        RunQuery: {
            /** @default null */
            run: number | null;
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
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type CheckView = components['schemas']['CheckView'];
export type FieldError = components['schemas']['FieldError'];
export type Live = components['schemas']['Live'];
export type MarginView = components['schemas']['MarginView'];
export type MarkPageQuery = components['schemas']['MarkPageQuery'];
export type PageMarginView = components['schemas']['Page_MarginView_'];
export type PositionMargin = components['schemas']['PositionMargin'];
export type Problem = components['schemas']['Problem'];
export type Ready = components['schemas']['Ready'];
export type RunQuery = components['schemas']['RunQuery'];
export type Status = components['schemas']['Status'];
export type $defs = Record<string, never>;
export interface operations {
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
    get_margin: {
        parameters: {
            query?: {
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
                    "application/json": components["schemas"]["MarginView"];
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
    get_margins: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
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
                    "application/json": components["schemas"]["Page_MarginView_"];
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
}
