// Made by `npm run client` from the routes of the engines; not edited by hand.
export interface paths {
    "/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backtests, newest first */
        get: operations["get_backtests"];
        put?: never;
        /** Run a strategy over a session */
        post: operations["post_backtests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests/{backtest_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One backtest, how far it is */
        get: operations["get_backtests_backtest_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests/{backtest_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a backtest */
        post: operations["post_backtests_backtest_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests/{backtest_id}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Against a paper run */
        get: operations["get_backtests_backtest_id_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests/{backtest_id}/fills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fills of a backtest */
        get: operations["get_backtests_backtest_id_fills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests/{backtest_id}/marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The account at each mark of a backtest */
        get: operations["get_backtests_backtest_id_marks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests/{backtest_id}/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders of a backtest */
        get: operations["get_backtests_backtest_id_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests/{backtest_id}/tearsheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tear sheet of a backtest */
        get: operations["get_backtests_backtest_id_tearsheet"];
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
        /**
         * BacktestState
         * @enum {unknown}
         */
        BacktestState: "CANCELLED" | "FAILED" | "FINISHED" | "QUEUED" | "RUNNING";
        /**
         * BacktestView
         * @description `backtest_id` is a hash of everything that the result depends on: the same inputs are one backtest.
         */
        BacktestView: {
            backtest_id: string;
            code: string;
            created_ns: number;
            error: string;
            fills: number | null;
            finished_ns: number | null;
            limits: {
                [key: string]: string;
            };
            orders: number | null;
            parameters: Record<string, never>;
            path: string;
            record_count: number;
            sequence: number;
            session: string;
            started_ns: number | null;
            state: components["schemas"]["BacktestState"];
            strategy_id: string;
        };
        /** CheckView */
        CheckView: {
            /** @default  */
            detail: string;
            name: string;
            ok: boolean;
        };
        /**
         * Comparison
         * @description A backtest against a paper run. `equal`: the same orders, and equal fills.
         */
        Comparison: {
            backtest_fills: number;
            backtest_orders: number;
            differences: components["schemas"]["Difference"][];
            equal: boolean;
            paper_fills: number;
            paper_orders: number;
        };
        /**
         * Difference
         * @description One thing that is not the same. `field` is empty where a whole order or fill is on one side only.
         */
        Difference: {
            backtest: string | null;
            field: string;
            key: string;
            kind: string;
            paper: string | null;
        };
        /**
         * FieldError
         * @description One thing that is wrong in a request. `pointer` is a JSON pointer into the body, query or path.
         */
        FieldError: {
            detail: string;
            place: string;
            pointer: string;
        };
        /** FillRecord */
        FillRecord: {
            client_order_id: string;
            commission: string;
            currency: string;
            fill_id: string;
            instrument_id: string;
            multiplier: string;
            price: string;
            quantity: string;
            sequence: number;
            side: components["schemas"]["OrderSide"];
            strategy_id: string;
            ts_event: number;
        };
        /** Live */
        Live: {
            name: string;
            version: string;
        };
        /**
         * Mark
         * @description The account at one mark of the session.
         */
        Mark: {
            cash: string;
            equity: string;
            sequence: number;
            ts_event: number;
        };
        /**
         * OrderRecord
         * @description An order with its last status. `ts_event` is when it was decided; quantities and prices as decimal strings.
         */
        OrderRecord: {
            client_order_id: string;
            instrument_id: string;
            order_type: components["schemas"]["OrderType"];
            price: string | null;
            quantity: string;
            reason: string;
            side: components["schemas"]["OrderSide"];
            status: components["schemas"]["OrderStatus"];
            strategy_id: string;
            trigger_price: string | null;
            ts_event: number;
        };
        /**
         * OrderSide
         * @enum {unknown}
         */
        OrderSide: "BUY" | "SELL";
        /**
         * OrderStatus
         * @enum {unknown}
         */
        OrderStatus: "ACCEPTED" | "CANCELLED" | "FILLED" | "PARTIALLY_FILLED" | "REFUSED" | "REJECTED";
        /**
         * OrderType
         * @enum {unknown}
         */
        OrderType: "LIMIT" | "MARKET" | "STOP" | "STOP_LIMIT";
        /**
         * Page[BacktestView]
         * @description One page of a list. `next_cursor` is None on the last page.
         */
        Page_BacktestView_: {
            items: components["schemas"]["BacktestView"][];
            /** @default null */
            next_cursor: string | null;
        };
        /**
         * Page[FillRecord]
         * @description One page of a list. `next_cursor` is None on the last page.
         */
        Page_FillRecord_: {
            items: components["schemas"]["FillRecord"][];
            /** @default null */
            next_cursor: string | null;
        };
        /**
         * Page[Mark]
         * @description One page of a list. `next_cursor` is None on the last page.
         */
        Page_Mark_: {
            items: components["schemas"]["Mark"][];
            /** @default null */
            next_cursor: string | null;
        };
        /**
         * Page[OrderRecord]
         * @description One page of a list. `next_cursor` is None on the last page.
         */
        Page_OrderRecord_: {
            items: components["schemas"]["OrderRecord"][];
            /** @default null */
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
            /** @default [] */
            errors: components["schemas"]["FieldError"][];
            instance: string;
            request_id: string;
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
            pid: number;
            ready: boolean;
            uptime_seconds: number;
            version: string;
        };
        /**
         * Submit
         * @description `strategy` is an identifier of GET /strategies or package.module:Class. Left out, `parameters` are those of the
         *     next paper run, and each of `limits` (in the account's currency) is the policy that a paper account starts with.
         */
        Submit: {
            limits?: {
                [key: string]: string;
            };
            parameters?: Record<string, never> | null;
            session: string;
            strategy: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type BacktestState = components['schemas']['BacktestState'];
export type BacktestView = components['schemas']['BacktestView'];
export type CheckView = components['schemas']['CheckView'];
export type Comparison = components['schemas']['Comparison'];
export type Difference = components['schemas']['Difference'];
export type FieldError = components['schemas']['FieldError'];
export type FillRecord = components['schemas']['FillRecord'];
export type Live = components['schemas']['Live'];
export type Mark = components['schemas']['Mark'];
export type OrderRecord = components['schemas']['OrderRecord'];
export type OrderSide = components['schemas']['OrderSide'];
export type OrderStatus = components['schemas']['OrderStatus'];
export type OrderType = components['schemas']['OrderType'];
export type PageBacktestView = components['schemas']['Page_BacktestView_'];
export type PageFillRecord = components['schemas']['Page_FillRecord_'];
export type PageMark = components['schemas']['Page_Mark_'];
export type PageOrderRecord = components['schemas']['Page_OrderRecord_'];
export type PageQuery = components['schemas']['PageQuery'];
export type Problem = components['schemas']['Problem'];
export type Ready = components['schemas']['Ready'];
export type RunQuery = components['schemas']['RunQuery'];
export type Status = components['schemas']['Status'];
export type Submit = components['schemas']['Submit'];
export type $defs = Record<string, never>;
export interface operations {
    get_backtests: {
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
                    "application/json": components["schemas"]["Page_BacktestView_"];
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
    post_backtests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submit"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestView"];
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
    get_backtests_backtest_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                backtest_id: string;
            };
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
                    "application/json": components["schemas"]["BacktestView"];
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
    post_backtests_backtest_id_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                backtest_id: string;
            };
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
                    "application/json": components["schemas"]["BacktestView"];
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
    get_backtests_backtest_id_compare: {
        parameters: {
            query?: {
                run?: number | null;
            };
            header?: never;
            path: {
                backtest_id: string;
            };
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
                    "application/json": components["schemas"]["Comparison"];
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
    get_backtests_backtest_id_fills: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                backtest_id: string;
            };
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
                    "application/json": components["schemas"]["Page_FillRecord_"];
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
    get_backtests_backtest_id_marks: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                backtest_id: string;
            };
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
                    "application/json": components["schemas"]["Page_Mark_"];
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
    get_backtests_backtest_id_orders: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                backtest_id: string;
            };
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
                    "application/json": components["schemas"]["Page_OrderRecord_"];
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
    get_backtests_backtest_id_tearsheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                backtest_id: string;
            };
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
                    "text/html": string;
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
