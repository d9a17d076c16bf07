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
    "/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Performance of a run so far */
        get: operations["get_performance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/performances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Performance at each mark of a run */
        get: operations["get_performances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/slippage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each fill of a run against the mid at its decision */
        get: operations["get_slippage"];
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
         * OrderSide
         * @enum {unknown}
         */
        OrderSide: "BUY" | "SELL";
        /**
         * Page[PerformanceView]
         * @description One page of a list.
         */
        Page_PerformanceView_: {
            items: components["schemas"]["PerformanceView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[SlippageView]
         * @description One page of a list.
         */
        Page_SlippageView_: {
            items: components["schemas"]["SlippageView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * PerformanceView
         * @description Measures of the equity curve up to one mark, the risk-free rate taken as 0.
         */
        PerformanceView: {
            account: string;
            /** @description Mean cost of execution against the mid at the decision; positive is a cost, null before the first fill. Method: side × (price − arrival mid) / arrival mid, weighted by notional; Perold (1988), execution part. */
            arrival_slippage_bps: number | null;
            /** @description Fills behind the slippage: those whose order had a mid when it was decided. */
            fills: number;
            /** @description Whether the run is over and nothing will change these figures. */
            final: boolean;
            /** @description Largest loss from a highest value so far, as a share of it, positive; null before the first mark. Method: over the equity at each mark; Bacon (2008). */
            max_drawdown: number | null;
            /** @description Returns behind the measures: one for each mark of the run so far. */
            observations: number;
            /** @description How many such observations a year has: what volatility and Sharpe ratio are annualised with. Method: by the median step between marks; a day's step is 252, shorter ones are the most that any 24 hours held × 252. */
            periods_per_year: number;
            /** @description The run whose account it is. */
            run: number;
            /** @description Number of the record at which the account was marked. */
            sequence: number;
            /** @description Annualised Sharpe ratio; null below two observations or where nothing varied. Method: mean / standard deviation (ddof 1) of simple returns × √periods_per_year, risk-free rate 0; Sharpe (1994). */
            sharpe: number | null;
            /** @description Standard error of the annualised Sharpe ratio; null where the ratio is. Method: √((1 + SR²/2) / n) for independent returns, annualised alike; Lo (2002). */
            sharpe_standard_error: number | null;
            /** @description Gain since the start of the run as a share of the starting cash, not annualised; null before the first mark. */
            total_return: number | null;
            /** @description Session time of the mark, which these figures are as of. */
            ts_event: number;
            /** @description Annualised standard deviation of returns; null below two observations. Method: sample deviation (ddof 1) of simple returns from mark to mark × √periods_per_year. */
            volatility: number | null;
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
         * RunPageQuery
         * @description Without `run` the latest is meant.
         */
        RunPageQuery: {
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
            /** @default null */
            run: number | null;
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
         * SlippageView
         * @description One fill against the mid at which its order was decided.
         */
        SlippageView: {
            /** @description Mid of the derived book when the gate let the order pass; null: there was no quote then. */
            arrival_mid: number | null;
            client_order_id: string;
            fill_id: string;
            instrument_id: string;
            /** @description Counts the fills of all runs, in the order in which they came. */
            number: number;
            /** @description Price of the fill. */
            price: number;
            /** @description Shares or contracts filled, positive. */
            quantity: number;
            side: components["schemas"]["OrderSide"];
            /** @description Cost against the arrival mid; positive is a cost, null without one. Method: side × (price − arrival mid) / arrival mid; Perold (1988), execution part. */
            slippage_bps: number | null;
            strategy_id: string;
            /** @description Session time of the fill. */
            ts_event: number;
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
export type MarkPageQuery = components['schemas']['MarkPageQuery'];
export type OrderSide = components['schemas']['OrderSide'];
export type PagePerformanceView = components['schemas']['Page_PerformanceView_'];
export type PageSlippageView = components['schemas']['Page_SlippageView_'];
export type PerformanceView = components['schemas']['PerformanceView'];
export type Problem = components['schemas']['Problem'];
export type Ready = components['schemas']['Ready'];
export type RunPageQuery = components['schemas']['RunPageQuery'];
export type RunQuery = components['schemas']['RunQuery'];
export type SlippageView = components['schemas']['SlippageView'];
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
    get_performance: {
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
                    "application/json": components["schemas"]["PerformanceView"];
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
    get_performances: {
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
                    "application/json": components["schemas"]["Page_PerformanceView_"];
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
    get_slippage: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
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
                    "application/json": components["schemas"]["Page_SlippageView_"];
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
