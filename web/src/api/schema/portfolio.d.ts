// Made by `npm run client` from the routes of the engines; not edited by hand.
export interface paths {
    "/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cash and equity of a run's account */
        get: operations["get_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/curve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The account at each mark of a run */
        get: operations["get_curve"];
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
    "/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open positions of a run */
        get: operations["get_positions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/positions/{instrument_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A position after each of its fills and corporate actions */
        get: operations["get_positions_instrument_id_history"];
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
         * AccountView
         * @description An account with all fills so far, valued at the last marks.
         */
        AccountView: {
            account: string;
            /** @description CASH or MARGIN. */
            account_type: string;
            /** @description Starting cash less purchases, plus sales and settled variation of futures, less commission; may be negative. */
            cash: string;
            /** @description Paid on all fills since the start of the run; positive is a cost. */
            commission: string;
            /** @description ISO 4217 code of the currency of all amounts of this account. */
            currency: string;
            /** @description Income since the start of the run, on each ex date; negative: paid while short. It is in the cash. */
            dividends: string;
            /** @description Net asset value. Method: cash + Σ market value of the open positions at their mark prices. */
            equity: string;
            /** @description Whether the run is over and this is its last valuation. */
            final: boolean;
            /** @description Gain of all closed quantities since the start of the run, before commission; negative is a loss. */
            realised: string;
            /** @description The run whose account it is. */
            run: number;
            /** @description Number of the record at which the account was last marked; 0 before the first mark. */
            sequence: number;
            /** @description Cash at the start of the run. */
            starting_cash: string;
            /** @description Session time of the last mark or fill, which these figures are as of. */
            ts_event: number;
            /** @description Gain of all open positions at their mark prices, before commission; negative is a loss. */
            unrealised: string;
        };
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
        /**
         * HistoryQuery
         * @description `client_order_id`: only what the fills of that order have left.
         */
        HistoryQuery: {
            /** @default null */
            client_order_id: string | null;
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
         * Page[PointView]
         * @description One page of a list.
         */
        Page_PointView_: {
            items: components["schemas"]["PointView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[PositionView]
         * @description One page of a list.
         */
        Page_PositionView_: {
            items: components["schemas"]["PositionView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[StepView]
         * @description One page of a list.
         */
        Page_StepView_: {
            items: components["schemas"]["StepView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * PointView
         * @description The account at one mark; the first point, at sequence 0, is the start of the run.
         */
        PointView: {
            /** @description Cash at the mark, variation of futures settled; may be negative. */
            cash: string;
            /** @description Paid on all fills up to the mark; positive is a cost. */
            commission: string;
            /** @description Net asset value at the mark. Method: cash + Σ market value of the open positions at their mark prices. */
            equity: string;
            /** @description Whether this is the last mark of the run. */
            final: boolean;
            /** @description Gain of all quantities closed up to the mark, before commission; negative is a loss. */
            realised: string;
            /** @description The run whose account it is. */
            run: number;
            /** @description Number of the record at which the account was marked; 0 is the start of the run. */
            sequence: number;
            /** @description Session time of the mark. */
            ts_event: number;
        };
        /**
         * PositionSide
         * @enum {unknown}
         */
        PositionSide: "FLAT" | "LONG" | "SHORT";
        /**
         * PositionView
         * @description An open position, valued at the last mark of its run.
         */
        PositionView: {
            account: string;
            /** @description Paid on all fills of this instrument since the start of the run; positive is a cost. */
            commission: string;
            /** @description Income of this instrument since the start of the run, on each ex date; negative: paid while short. Method: amount × quantity held before the ex date; no part of the gains. */
            dividends: string;
            instrument_id: string;
            /** @description What the instrument is: EQUITY or FUTURE; a future's gains are settled in cash at each mark. */
            kind: string;
            /** @description Mid of the derived book at the last mark; before the first mark, the price of the last fill. */
            mark_price: string;
            /** @description What it adds to equity: of an equity its notional, of a future the variation not yet settled, 0 at a mark. */
            market_value: string;
            /** @description Units of the underlying in one share or contract: 1 for a share. */
            multiplier: string;
            /** @description Exposure: signed quantity × mark price × multiplier; negative for a short position. */
            notional: string;
            /** @description Average price at which the open quantity was bought or sold, before commission. Method: a fill in the position's direction moves the average, one against it realises its part and leaves the average. */
            price: string;
            /** @description Shares or contracts held, never negative: `side` says which way. */
            quantity: string;
            /** @description Gain of what was closed in this instrument since the start of the run, before commission; negative is a loss. */
            realised: string;
            /** @description The run to whose account it belongs. */
            run: number;
            side: components["schemas"]["PositionSide"];
            /** @description Session time of the last mark or fill of the account, which these figures are as of. */
            ts_event: number;
            /** @description Gain of the open quantity at the mark price, before commission; negative is a loss. Method: signed quantity × (mark price − average price) × multiplier; of a future it is in cash already. */
            unrealised: string;
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
         * StepView
         * @description The position of the account in one instrument, right after a fill or a corporate action.
         */
        StepView: {
            /** @description The corporate action that left it so, in words; empty after a fill. */
            action: string;
            client_order_id: string;
            /** @description Paid on all fills of this instrument so far; positive is a cost. */
            commission: string;
            /** @description Income of this instrument so far; negative: paid while short. */
            dividends: string;
            /** @description The fill after which it was so; empty after a corporate action. */
            fill_id: string;
            instrument_id: string;
            /** @description Average price at which the open quantity was bought or sold, before commission; 0 when nothing is open. */
            price: string;
            /** @description Shares or contracts held, never negative: `side` says which way. */
            quantity: string;
            /** @description Gain of all quantities of this instrument closed so far, before commission; negative is a loss. */
            realised: string;
            /** @description The run to whose account it belongs. */
            run: number;
            /** @description Market record whose derived book filled it, or the last one before the action. */
            sequence: number;
            side: components["schemas"]["PositionSide"];
            /** @description Session time of the fill or of the action. */
            ts_event: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AccountView = components['schemas']['AccountView'];
export type CheckView = components['schemas']['CheckView'];
export type FieldError = components['schemas']['FieldError'];
export type HistoryQuery = components['schemas']['HistoryQuery'];
export type Live = components['schemas']['Live'];
export type MarkPageQuery = components['schemas']['MarkPageQuery'];
export type PagePointView = components['schemas']['Page_PointView_'];
export type PagePositionView = components['schemas']['Page_PositionView_'];
export type PageStepView = components['schemas']['Page_StepView_'];
export type PointView = components['schemas']['PointView'];
export type PositionSide = components['schemas']['PositionSide'];
export type PositionView = components['schemas']['PositionView'];
export type Problem = components['schemas']['Problem'];
export type Ready = components['schemas']['Ready'];
export type RunPageQuery = components['schemas']['RunPageQuery'];
export type RunQuery = components['schemas']['RunQuery'];
export type Status = components['schemas']['Status'];
export type StepView = components['schemas']['StepView'];
export type $defs = Record<string, never>;
export interface operations {
    get_account: {
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
                    "application/json": components["schemas"]["AccountView"];
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
    get_curve: {
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
                    "application/json": components["schemas"]["Page_PointView_"];
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
    get_positions: {
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
                    "application/json": components["schemas"]["Page_PositionView_"];
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
    get_positions_instrument_id_history: {
        parameters: {
            query?: {
                client_order_id?: string | null;
                cursor?: string;
                limit?: number;
                newest?: boolean;
                run?: number | null;
            };
            header?: never;
            path: {
                instrument_id: string;
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
                    "application/json": components["schemas"]["Page_StepView_"];
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
