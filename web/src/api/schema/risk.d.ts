// Made by `npm run client` from the routes of the engines; not edited by hand.
export interface paths {
    "/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Edits of limits, newest first */
        get: operations["get_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exposures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exposures at the last mark */
        get: operations["get_exposures"];
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
    "/kill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse new orders and cancel the open ones */
        post: operations["post_kill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/kill/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a kill would do now */
        get: operations["get_kill_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/kills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kills and their rearms, newest first */
        get: operations["get_kills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Limits in force, and their use */
        get: operations["get_limits"];
        put?: never;
        /** Change limits of an account */
        post: operations["post_limits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/measures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** VaR and ES at each mark of a run */
        get: operations["get_measures"];
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
    "/rearm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Allow orders again */
        post: operations["post_rearm"];
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
        /** AccountQuery */
        AccountQuery: {
            /** @default null */
            account: string | null;
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
         * AffectedStrategy
         * @description A strategy whose orders a kill would refuse.
         */
        AffectedStrategy: {
            /** @description RUNNING, STOPPED or DEPLOYED, before the kill. */
            state: string;
            strategy_id: string;
        };
        /**
         * CeilingChange
         * @description One ceiling before and after an edit; the same where it was left as it is.
         */
        CeilingChange: {
            /** @description The ceiling from then on. */
            after: string;
            /** @description The ceiling until then; null for the policy with which a run starts. */
            before: string | null;
            /** @description order_notional, position_notional, gross_exposure or daily_loss. */
            limit: string;
        };
        /**
         * ChangeView
         * @description An edit of limits: who, when, why, and what it changed. The first of a run is its policy.
         */
        ChangeView: {
            account: string;
            actor: string;
            ceilings: components["schemas"]["CeilingChange"][];
            /** @description Wall time of the edit. */
            changed_ns: number;
            /** @description Counts the edits of all accounts. */
            number: number;
            reason: string;
            /** @description The run whose account it is. */
            run: number;
            /** @description Version of the limits that it made. */
            version: number;
        };
        /** CheckView */
        CheckView: {
            /** @default  */
            detail: string;
            name: string;
            ok: boolean;
        };
        /**
         * EditLimits
         * @description Amounts above 0 in the account's currency; what is left out stays as it is.
         */
        EditLimits: {
            account?: string | null;
            daily_loss?: string | null;
            gross_exposure?: string | null;
            order_notional?: string | null;
            position_notional?: string | null;
            /** @description Why; written into the journal, so not empty */
            reason: string;
        };
        /**
         * ExposuresView
         * @description Exposures at the last mark of a run.
         */
        ExposuresView: {
            account: string;
            /** @description Net asset value at the mark; null for a mark of before it was kept. */
            equity: string | null;
            /** @description Gross exposure as a share of equity (leverage); null where equity is not positive or not known. */
            fraction_of_equity: number | null;
            /** @description Gross exposure as a share of its limit; above 1 is a breach. */
            fraction_of_limit: number;
            /** @description Sum of unsigned notionals of all positions. Method: Σ |quantity| × mid × multiplier. */
            gross_exposure: string;
            /** @description By kind of instrument, largest first. */
            kinds: components["schemas"]["KindExposure"][];
            /** @description Sum of signed notionals; negative when the short positions are larger. */
            net_exposure: string;
            /** @description By name, largest first. */
            positions: components["schemas"]["NameExposure"][];
            /** @description The run whose account it is. */
            run: number;
            /** @description Number of the record at which the account was marked. */
            sequence: number;
            /** @description Session time of the mark, which these figures are as of. */
            ts_event: number;
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
         * @description Without `run` all runs are meant.
         */
        HistoryQuery: {
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
         * KeptPosition
         * @description A position that a kill would leave as it is: it sells nothing.
         */
        KeptPosition: {
            instrument_id: string;
            /** @description Exposure that stays: signed quantity × mark price × multiplier; negative for a short position. */
            notional: string;
            /** @description Shares or contracts held, positive. */
            quantity: string;
            side: components["schemas"]["PositionSide"];
            /** @description Session time that these figures are as of. */
            ts_event: number;
            /** @description Gain of the open quantity at the mark price, before commission; negative is a loss. */
            unrealised: string;
        };
        /**
         * KillPreview
         * @description What a kill would do now: refuse every new order, cancel the open ones, leave positions as they are.
         *
         *     Strategies go on to be called, their orders are refused until the rearm. If the node does not confirm within a
         *     second it is ended; then its strategies are stopped, and a person starts them again after the rearm.
         */
        KillPreview: {
            account: string;
            /** @description Whether the switch is on already: then a kill does nothing more. */
            halted: boolean;
            /** @description The last kill of the account; empty when there was none. */
            kill_id: string;
            /** @description Open orders, which it would cancel; null: execution does not answer. */
            orders: components["schemas"]["OpenOrder"][] | null;
            /** @description Open positions, which it would leave; null: portfolio does not answer. */
            positions: components["schemas"]["KeptPosition"][] | null;
            /** @description The run whose account it is. */
            run: number;
            /** @description Engines that did not answer; a kill works without all of them but execution. */
            silent: string[];
            /** @description Strategies of the run; null: strategy does not answer. */
            strategies: components["schemas"]["AffectedStrategy"][] | null;
        };
        /**
         * KillView
         * @description One pull of the switch, what it did, and how it ended. New orders are refused until the rearm.
         */
        KillView: {
            account: string;
            actor: string;
            /** @description Open orders that were cancelled; null while it is not confirmed. */
            cancelled: number | null;
            /** @description Wall time at which the account had no open orders any more; null while it is not confirmed. */
            confirmed_ns: number | null;
            kill_id: string;
            /** @description Wall time of the kill. */
            killed_ns: number;
            /** @description Whether the node did not confirm in time and was ended, which stopped its strategies; null while unknown. */
            node_restarted: boolean | null;
            rearm_actor: string | null;
            rearm_reason: string | null;
            /** @description Wall time of the rearm; null while the switch is on. */
            rearmed_ns: number | null;
            reason: string;
            /** @description The run whose account it is. */
            run: number;
            /** @description From the kill to its confirmation; null while it is not confirmed. */
            seconds_to_confirm: number | null;
            /** @description CONFIRMED once execution said what it did, else PENDING: new orders are refused in both. */
            state: string;
        };
        /**
         * KindExposure
         * @description All positions of one kind at the last mark.
         */
        KindExposure: {
            /** @description Gross as a share of equity; null where equity is not positive or not known. */
            fraction_of_equity: number | null;
            /** @description Gross as a share of the limit on all positions together. */
            fraction_of_limit: number;
            /** @description Sum of unsigned notionals. */
            gross: string;
            /** @description EQUITY or FUTURE; empty for a mark of before kinds were kept. */
            kind: string;
            /** @description Sum of signed notionals; negative when the short positions are larger. */
            net: string;
        };
        /**
         * LimitsView
         * @description Limits in force of one account.
         */
        LimitsView: {
            account: string;
            /** @description Most that the account may lose in a session day (UTC) before orders that open or grow a position are refused. */
            daily_loss: string;
            /** @description Most that all positions together may be worth, none netted. Method: Σ |quantity| × mid × multiplier. */
            gross_exposure: string;
            /** @description Whether the kill switch is on: every new order is refused. */
            halted: boolean;
            /** @description The last kill of the account; empty when there was none. */
            kill_id: string;
            /** @description Most that one order may be worth. Method: quantity × the higher of its price and the mid × multiplier. */
            order_notional: string;
            /** @description Most that one instrument's position may be worth, its open orders filled. Method: |quantity| × price × multiplier. */
            position_notional: string;
            /** @description The run whose account it is. */
            run: number;
            /** @description Each limit with its present figure. */
            uses: components["schemas"]["LimitUse"][];
            /** @description Counts the edits, kills and rearms of the account, from 1. */
            version: number;
        };
        /**
         * LimitUse
         * @description One limit and how much of it is used. The gate judges each order anew, with the prices of its moment.
         */
        LimitUse: {
            /** @description The limit in force: an order that would take the figure above it is refused. */
            ceiling: string;
            /** @description Value as a share of the ceiling; above 1 is a breach, which only orders that shrink a position can mend. */
            fraction: number | null;
            /** @description order_notional, position_notional, gross_exposure or daily_loss. */
            limit: string;
            /** @description The instrument or order that the figure is about; empty where it is about the whole account. */
            name: string;
            /** @description Session time that the figure is as of: the last mark, or the order's decision. */
            ts_event: number | null;
            /** @description The figure that the ceiling is held against, 0 or positive; null while there is none. Method: of the largest order that passed the gate in this run; the largest position's unsigned notional; the sum of unsigned notionals; equity at the last mark of an earlier session day less the present one. */
            value: string | null;
        };
        /** Live */
        Live: {
            name: string;
            version: string;
        };
        /** MeasureQuery */
        MeasureQuery: {
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
            /** @default historical */
            method: components["schemas"]["Method"];
            /**
             * @description Begin with the last mark
             * @default false
             */
            newest: boolean;
            /** @default null */
            run: number | null;
        };
        /**
         * MeasureView
         * @description Tail risk of the present positions at one mark, by one method.
         */
        MeasureView: {
            account: string;
            /** @description Share of days on which the loss is not expected to be larger than VaR. */
            confidence: number;
            /** @description Expected shortfall: mean loss of the worst 5 % of days, positive; null below 30 returns. Method: historical: mean of the worst simulated days, the last counted in part, Acerbi & Tasche (2002); normal: φ(z) / 0.05 × σ − μ, McNeil, Frey & Embrechts (2005), section 2.2. */
            es_95: string | null;
            /** @description Whether this is the last mark of the run. */
            final: boolean;
            /** @description Sum of unsigned notionals of all positions. */
            gross_exposure: string;
            /** @description Trading days over which the loss is meant. */
            horizon_days: number;
            /** @description historical: the worst of what the present positions would have made on past days. normal: a normal distribution with mean and deviation of the same days. */
            method: components["schemas"]["Method"];
            /** @description Sum of signed notionals; negative when the short positions are larger. */
            net_exposure: string;
            /** @description The run whose account it is. */
            run: number;
            /** @description Number of the record at which the account was marked. */
            sequence: number;
            /** @description Session time of the mark, which these figures are as of. */
            ts_event: number;
            /** @description Value at risk, a loss is positive; null below 30 returns. Method: historical: the smallest loss that 95 % of the simulated days did not exceed, Acerbi & Tasche (2002); normal: z σ − μ, z = 1.645, McNeil, Frey & Embrechts (2005), section 2.2. */
            var_95: string | null;
            /** @description Past daily returns behind the figures: those that all held instruments have and that were known at the mark. */
            window: number;
        };
        /**
         * Method
         * @description How the tail is estimated.
         * @enum {unknown}
         */
        Method: "historical" | "normal";
        /**
         * NameExposure
         * @description One position at the last mark.
         */
        NameExposure: {
            /** @description Signed notional as a share of equity; null where equity is not positive. */
            fraction_of_equity: number | null;
            /** @description Unsigned notional as a share of the limit on one position; above 1 is a breach. */
            fraction_of_limit: number;
            instrument_id: string;
            /** @description EQUITY or FUTURE; empty for a mark of before kinds were kept. */
            kind: string;
            /** @description Signed notional, negative for a short position. Method: signed quantity × mid × multiplier. */
            notional: string;
        };
        /**
         * OpenOrder
         * @description An order that a kill would cancel.
         */
        OpenOrder: {
            client_order_id: string;
            /** @description How much of it has filled already, which stays. */
            filled_quantity: string;
            instrument_id: string;
            /** @description Limit price; null for an order without one. */
            price: string | null;
            /** @description Shares or contracts ordered, positive. */
            quantity: string;
            side: components["schemas"]["OrderSide"];
            status: components["schemas"]["OrderStatus"];
            strategy_id: string;
            /** @description Price at which a stop order becomes active; null for an order without one. */
            trigger_price: string | null;
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
         * Page[ChangeView]
         * @description One page of a list.
         */
        Page_ChangeView_: {
            items: components["schemas"]["ChangeView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[KillView]
         * @description One page of a list.
         */
        Page_KillView_: {
            items: components["schemas"]["KillView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[LimitsView]
         * @description One page of a list.
         */
        Page_LimitsView_: {
            items: components["schemas"]["LimitsView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[MeasureView]
         * @description One page of a list.
         */
        Page_MeasureView_: {
            items: components["schemas"]["MeasureView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * PositionSide
         * @enum {unknown}
         */
        PositionSide: "FLAT" | "LONG" | "SHORT";
        /**
         * PreviewQuery
         * @description Without `account` that of the latest run is meant.
         */
        PreviewQuery: {
            /** @default null */
            account: string | null;
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
        /** Switch */
        Switch: {
            account?: string | null;
            /** @description Why; written into the journal, so not empty */
            reason: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AccountQuery = components['schemas']['AccountQuery'];
export type AffectedStrategy = components['schemas']['AffectedStrategy'];
export type CeilingChange = components['schemas']['CeilingChange'];
export type ChangeView = components['schemas']['ChangeView'];
export type CheckView = components['schemas']['CheckView'];
export type EditLimits = components['schemas']['EditLimits'];
export type ExposuresView = components['schemas']['ExposuresView'];
export type FieldError = components['schemas']['FieldError'];
export type HistoryQuery = components['schemas']['HistoryQuery'];
export type KeptPosition = components['schemas']['KeptPosition'];
export type KillPreview = components['schemas']['KillPreview'];
export type KillView = components['schemas']['KillView'];
export type KindExposure = components['schemas']['KindExposure'];
export type LimitsView = components['schemas']['LimitsView'];
export type LimitUse = components['schemas']['LimitUse'];
export type Live = components['schemas']['Live'];
export type MeasureQuery = components['schemas']['MeasureQuery'];
export type MeasureView = components['schemas']['MeasureView'];
export type Method = components['schemas']['Method'];
export type NameExposure = components['schemas']['NameExposure'];
export type OpenOrder = components['schemas']['OpenOrder'];
export type OrderSide = components['schemas']['OrderSide'];
export type OrderStatus = components['schemas']['OrderStatus'];
export type PageChangeView = components['schemas']['Page_ChangeView_'];
export type PageKillView = components['schemas']['Page_KillView_'];
export type PageLimitsView = components['schemas']['Page_LimitsView_'];
export type PageMeasureView = components['schemas']['Page_MeasureView_'];
export type PositionSide = components['schemas']['PositionSide'];
export type PreviewQuery = components['schemas']['PreviewQuery'];
export type Problem = components['schemas']['Problem'];
export type Ready = components['schemas']['Ready'];
export type RunQuery = components['schemas']['RunQuery'];
export type Status = components['schemas']['Status'];
export type Switch = components['schemas']['Switch'];
export type $defs = Record<string, never>;
export interface operations {
    get_changes: {
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
                    "application/json": components["schemas"]["Page_ChangeView_"];
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
    get_exposures: {
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
                    "application/json": components["schemas"]["ExposuresView"];
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
    post_kill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Switch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillView"];
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
    get_kill_preview: {
        parameters: {
            query?: {
                account?: string | null;
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
                    "application/json": components["schemas"]["KillPreview"];
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
    get_kills: {
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
                    "application/json": components["schemas"]["Page_KillView_"];
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
    get_limits: {
        parameters: {
            query?: {
                account?: string | null;
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
                    "application/json": components["schemas"]["Page_LimitsView_"];
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
    post_limits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditLimits"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsView"];
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
    get_measures: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                method?: components["schemas"]["Method"];
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
                    "application/json": components["schemas"]["Page_MeasureView_"];
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
    post_rearm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Switch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsView"];
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
