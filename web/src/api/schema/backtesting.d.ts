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
            /** @description Hash of the source that computes: strategy, trading, quant, history, domain. */
            code: string;
            /** @description Wall time at which it was asked for. */
            created_ns: number;
            /** @description What made it fail; empty otherwise. */
            error: string;
            /** @description Fills of these orders; null until it is finished. */
            fills: number | null;
            /** @description Wall time at which it ended; null while it goes on. */
            finished_ns: number | null;
            /** @description Ceilings of the risk gate by name: order, position and gross notional, loss of one day. */
            limits: {
                [key: string]: string;
            };
            /** @description Orders that the strategy decided; null until it is finished. */
            orders: number | null;
            /** @description All parameters of the strategy, defaults filled in. */
            parameters: Record<string, never>;
            /** @description Class of the strategy, as package.module:Class. */
            path: string;
            /** @description Records of the session. */
            record_count: number;
            /** @description Number of the last record processed; `record_count` is the end. */
            sequence: number;
            session: string;
            /** @description Wall time at which a worker began; null while it is queued. */
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
            /** @description Fills of the backtest. */
            backtest_fills: number;
            /** @description Orders of the backtest. */
            backtest_orders: number;
            /** @description Orders first; empty when they are equal. */
            differences: components["schemas"]["Difference"][];
            equal: boolean;
            /** @description Fills of the paper run. */
            paper_fills: number;
            /** @description Orders of the paper run, manual ones included. */
            paper_orders: number;
        };
        /**
         * Difference
         * @description One thing that is not the same. `field` is empty where a whole order or fill is on one side only.
         */
        Difference: {
            /** @description The value in the backtest, as text; null: it has no such order or fill. */
            backtest: string | null;
            field: string;
            /** @description The order without its run: momentum-7; of a fill with its number within the order: momentum-7#1. */
            key: string;
            /** @description order or fill */
            kind: string;
            /** @description The value in the paper run, as text; null: it has no such order or fill. */
            paper: string | null;
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
        /**
         * FillRecord
         * @description One execution of an order.
         */
        FillRecord: {
            client_order_id: string;
            /** @description Paid on this fill; positive is a cost. */
            commission: string;
            /** @description ISO 4217 code of the currency of price and commission. */
            currency: string;
            fill_id: string;
            instrument_id: string;
            /** @description Units of the underlying in one share or contract: 1 for a share. */
            multiplier: string;
            /** @description Price of the fill. */
            price: string;
            /** @description Shares or contracts filled, positive. */
            quantity: string;
            /** @description Number of the record that filled it. */
            sequence: number;
            side: components["schemas"]["OrderSide"];
            strategy_id: string;
            /** @description Session time of the fill. */
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
            /** @description Cash at the mark, variation of futures settled; may be negative. */
            cash: string;
            /** @description Net asset value at the mark: cash and market value of the open positions. */
            equity: string;
            /** @description Number of the record at which the account was marked. */
            sequence: number;
            /** @description Session time of the mark. */
            ts_event: number;
        };
        /**
         * OrderRecord
         * @description An order with its last status.
         */
        OrderRecord: {
            client_order_id: string;
            instrument_id: string;
            order_type: components["schemas"]["OrderType"];
            /** @description Limit price; null for an order without one. */
            price: string | null;
            /** @description Shares or contracts ordered, positive. */
            quantity: string;
            /** @description Why it was refused or cancelled; empty otherwise. */
            reason: string;
            side: components["schemas"]["OrderSide"];
            status: components["schemas"]["OrderStatus"];
            strategy_id: string;
            /** @description Price at which a stop order becomes active; null for an order without one. */
            trigger_price: string | null;
            /** @description Session time at which it was decided. */
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
         * @description One page of a list.
         */
        Page_BacktestView_: {
            items: components["schemas"]["BacktestView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[FillRecord]
         * @description One page of a list.
         */
        Page_FillRecord_: {
            items: components["schemas"]["FillRecord"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[Mark]
         * @description One page of a list.
         */
        Page_Mark_: {
            items: components["schemas"]["Mark"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[OrderRecord]
         * @description One page of a list.
         */
        Page_OrderRecord_: {
            items: components["schemas"]["OrderRecord"][];
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
