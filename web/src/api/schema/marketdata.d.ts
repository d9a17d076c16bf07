// Made by `npm run client` from the routes of the engines; not edited by hand.
export interface paths {
    "/bars/{instrument_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bars as of a time */
        get: operations["get_bars_instrument_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that the store has, found by words, best first */
        get: operations["get_catalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which source is believed first */
        get: operations["get_chains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chains/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set which source is believed first */
        put: operations["put_chains_kind"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A figure over time, as of a time */
        get: operations["get_courses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All versions of one value */
        get: operations["get_courses_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses/vintages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When something of a figure became known, what was said first and last */
        get: operations["get_courses_vintages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of an entity as of a time */
        get: operations["get_events"];
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
    "/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who an entity is, as of a time */
        get: operations["get_identity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instruments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Instruments in the store */
        get: operations["get_instruments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ingestion jobs, newest first */
        get: operations["get_jobs"];
        put?: never;
        /** Ask for an ingestion */
        post: operations["post_jobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job, how far it is and what it did */
        get: operations["get_jobs_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a job off; what is stored stays */
        post: operations["post_jobs_job_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a value comes from */
        get: operations["get_lineage"];
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
    "/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is compressed, kept, made */
        get: operations["get_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quality/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Findings behind a grade */
        get: operations["get_quality_findings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quality/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Share of sessions with a daily bar, by month */
        get: operations["get_quality_gaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quality/grades": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Grades of series, worst first */
        get: operations["get_quality_grades"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quality/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows that were set aside, by source and reason */
        get: operations["get_quality_quarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quality/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sources and how good they are */
        get: operations["get_quality_sources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quotes/{instrument_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Latest quote */
        get: operations["get_quotes_instrument_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replay runs, newest first */
        get: operations["get_replays"];
        put?: never;
        /** Start a replay run */
        post: operations["post_replays"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run and how far it is */
        get: operations["get_replays_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{run}/bars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bars of what a run has played, in any step that is a multiple of its own */
        get: operations["get_replays_run_bars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{run}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold a run where it is */
        post: operations["post_replays_run_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{run}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Play a run's session again, as a new run */
        post: operations["post_replays_run_restart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{run}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a paused run */
        post: operations["post_replays_run_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{run}/speed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the speed of a run */
        post: operations["post_replays_run_speed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{run}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a run before its last record */
        post: operations["post_replays_run_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{run}/trades": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tape: trades that a run has played, newest first; empty where a session has no trades */
        get: operations["get_replays_run_trades"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest run and how far it is */
        get: operations["get_replays_current"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs asked for regularly */
        get: operations["get_schedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add or replace a schedule */
        put: operations["put_schedules_name"];
        post?: never;
        /** Remove a schedule; its jobs stay */
        delete: operations["delete_schedules_name"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions that can be played */
        get: operations["get_sessions"];
        put?: never;
        /** Make a session of what is in the store; the same again for the same */
        post: operations["post_sessions"];
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
    "/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is read of feeds */
        get: operations["get_subscriptions"];
        put?: never;
        /** Read a live feed */
        post: operations["post_subscriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscription}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Stop reading; what was recorded stays */
        delete: operations["delete_subscriptions_subscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscription}/marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is stale, missing or late, newest first */
        get: operations["get_subscriptions_subscription_marks"];
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
         * Adjust
         * @enum {unknown}
         */
        Adjust: "none" | "split" | "total";
        /**
         * Adjustment
         * @enum {unknown}
         */
        Adjustment: "raw" | "splits";
        /**
         * AttributeView
         * @description Something that is said of an entity.
         */
        AttributeView: {
            entity: string;
            /** @description What /lineage takes. */
            id: string;
            known: string;
            name: string;
            source: string;
            /** @description What is said. */
            told: string;
            /** @description Since when. */
            valid: string;
        };
        /** BarQuery */
        BarQuery: {
            /** @default raw */
            adjustment: components["schemas"]["Adjustment"];
            /** @description RFC 3339 time with a zone, nanoseconds UTC, or the word latest */
            as_of: string;
            /** @default assumed */
            basis: components["schemas"]["Basis"];
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
             * @description First close to return, as RFC 3339 or nanoseconds
             * @default 0
             */
            start: string;
            /** @default 86400 */
            step_seconds: number;
        };
        /**
         * BarView
         * @description A bar as it was known at a time.
         */
        BarView: {
            /** @description Whether prices were scaled after the fact, by the source or as asked for. */
            adjusted: boolean;
            /** @description Last price. */
            close: number;
            /** @description Highest price. */
            high: number;
            instrument_id: string;
            /** @description When it could be known. */
            known: string;
            /** @description recorded: the source recorded `known`; assumed: `rule` says how it was derived. */
            known_basis: string;
            /** @description Lowest price. */
            low: number;
            /** @description First price. */
            open: number;
            /** @description How `known` was assumed; empty where it was recorded. */
            rule: string;
            source: string;
            /** @description Length of the time that it is about. */
            step_seconds: number;
            /** @description Its close: what the bar is about ends here. */
            valid: string;
            /** @description Shares or contracts traded. */
            volume: number;
        };
        /**
         * Basis
         * @description Which facts a read may use.
         * @enum {unknown}
         */
        Basis: "assumed" | "recorded";
        /** CatalogueQuery */
        CatalogueQuery: {
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /**
             * @description Only entries of this kind
             * @default null
             */
            kind: components["schemas"]["EntryKind"] | null;
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
            /**
             * @description Words, or how they begin; all must be found
             * @default
             */
            words: string;
        };
        /**
         * ChainView
         * @description Whose word counts where several sources have the same thing and none was asked for.
         */
        ChainView: {
            /** @description Whether it was set here, rather than being the one that comes with the platform. */
            is_set: boolean;
            /** @description Kind of data. */
            kind: string;
            /** @description The most trusted first; sources that are not here come after, by name. */
            sources: string[];
        };
        /** ChangeSpeed */
        ChangeSpeed: {
            /** @description Session seconds per wall second; 0: at the consumers' pace */
            speed: number;
        };
        /** CheckView */
        CheckView: {
            /** @default  */
            detail: string;
            name: string;
            ok: boolean;
        };
        /**
         * CourseKind
         * @enum {unknown}
         */
        CourseKind: "bars" | "facts" | "series";
        /** CourseQuery */
        CourseQuery: {
            /**
             * @description Of bars: by the actions known as of the time
             * @default none
             */
            adjust: components["schemas"]["Adjust"];
            /** @description A day (its end in UTC), an RFC 3339 time with a zone, or the word latest */
            as_of: string;
            /**
             * @description assumed: also what a named rule dates
             * @default recorded
             */
            basis: components["schemas"]["Basis"];
            /**
             * @description Of facts: taxonomy:name
             * @default
             */
            concept: string;
            /** @default null */
            end: string | null;
            kind: components["schemas"]["CourseKind"];
            /** @default null */
            start: string | null;
            /** @description As the catalogue has it */
            subject: string;
            /**
             * @description One of the reply's variants; empty: the first
             * @default
             */
            variant: string;
        };
        /**
         * CourseView
         * @description Values by time as they were known, in columns of one length; texts that come again stand once, in `…s`.
         */
        CourseView: {
            /** @description The time of which this is, or latest. */
            as_of: string;
            basis: components["schemas"]["Basis"];
            concept: string;
            frequency: string;
            kind: components["schemas"]["CourseKind"];
            /** @description When each value became known. */
            known: number[];
            /** @description Values known by then that the basis leaves out, since only a rule says when they were known. */
            left_out: number;
            /** @description Of each value its place in `origins`. */
            origin: number[];
            /** @description Where values come from. */
            origins: components["schemas"]["OriginView"][];
            /** @description What a reader should know of this answer. */
            remarks: string[];
            subject: string;
            title: string;
            /** @description What values are measured in, in the words of the source. */
            unit: string;
            /** @description What each value is about: the first day of a period, the last of a filed one, the close of a bar. */
            valid: number[];
            /** @description In `unit`; null: the source took its value back. */
            value: (number | null)[];
            variant: string;
            /** @description Lengths of bars, or units and lengths of periods, of which one is shown. */
            variants: string[];
            /** @description Why it may not be exported: a source whose licence forbids passing its data on. Empty: it may. */
            withheld: string;
        };
        /**
         * EntryKind
         * @description In the order in which equally good finds are shown.
         * @enum {unknown}
         */
        EntryKind: "company" | "events" | "facts" | "instrument" | "series";
        /**
         * EntryView
         * @description Something that the store has: a series, an instrument, a company, what it filed, events.
         */
        EntryView: {
            /** @description What else it is called, or what it is measured in. */
            detail: string;
            kind: components["schemas"]["EntryKind"];
            /** @description Concept of facts, kind of events; empty for others. */
            part: string;
            /** @description Source:series, instrument or entity, as reads take it. */
            subject: string;
            title: string;
        };
        /** EventQuery */
        EventQuery: {
            /** @description A day (its end in UTC), an RFC 3339 time with a zone, or the word latest */
            as_of: string;
            /** @default recorded */
            basis: components["schemas"]["Basis"];
            /** @description As the catalogue has it */
            entity: string;
            /**
             * @description As SPLIT or RELEASE; empty: all
             * @default
             */
            kind: string;
        };
        /**
         * EventsView
         * @description Events of an entity, as they were known at a time.
         */
        EventsView: {
            as_of: string;
            basis: components["schemas"]["Basis"];
            entity: string;
            /** @description By kind, oldest first. */
            items: components["schemas"]["EventView"][];
            /** @description Events that the basis leaves out, since a rule says when they were known. */
            left_out: number;
        };
        /**
         * EventView
         * @description A release, a corporate action, or another event.
         */
        EventView: {
            /** @description Details, as JSON. */
            attributes: string;
            entity: string;
            /** @description What /lineage takes. */
            id: string;
            kind: string;
            known: string;
            known_basis: string;
            rule: string;
            source: string;
            /** @description The day that it is about; of a corporate action the ex date. */
            valid: string;
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
        /** FindingQuery */
        FindingQuery: {
            dataset: string;
            subject: string;
        };
        /**
         * FindingsView
         * @description The gravest first, at most 500.
         */
        FindingsView: {
            items: components["schemas"]["FindingView"][];
        };
        /**
         * FindingView
         * @description What a check says of one value.
         */
        FindingView: {
            check: string;
            /** @description What was found beside what was expected. */
            evidence: Record<string, never>;
            /** @description What /lineage takes. */
            id: string;
            /** @description 1 worth knowing, 2 in doubt, 3 cannot be true. */
            severity: number;
            /** @description What the value is about. */
            valid: number;
        };
        /** GapQuery */
        GapQuery: {
            /**
             * @description A day (its end in UTC), an RFC 3339 time with a zone, or the word latest
             * @default latest
             */
            as_of: string;
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /**
             * @description Most instruments in one page
             * @default 20
             */
            limit: number;
            /**
             * @description How many
             * @default 24
             */
            months: number;
            /**
             * @description Symbols or instruments, with commas; empty: all
             * @default
             */
            names: string;
            /**
             * @description Last month, as 2016-04
             * @default
             */
            until: string;
        };
        /**
         * GapsView
         * @description Instruments by months.
         */
        GapsView: {
            as_of: string;
            items: components["schemas"]["GapView"][];
            /** @description Oldest first. */
            months: string[];
            /** @description For the next instruments; null: there are no more. */
            next_cursor: string | null;
        };
        /**
         * GapView
         * @description How whole the daily bars of an instrument are, of one source, between its first and its last.
         */
        GapView: {
            /** @description Sessions of New York in each month. */
            expected: number[];
            /** @description Day of its first bar. */
            first: number;
            /** @description Day of its last bar. */
            last: number;
            /** @description All days without a bar, in other months too. */
            missing: string[];
            /** @description Those that have a bar. */
            present: number[];
            /** @description Present of expected; null where none was expected. */
            share: (number | null)[];
            source: string;
            symbol: string;
        };
        /** GradeQuery */
        GradeQuery: {
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /**
             * @description Only this letter
             * @default null
             */
            grade: ("A" | "B" | "C" | "D" | "E" | "F") | null;
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
            /** @default  */
            source: string;
        };
        /**
         * GradeView
         * @description How good one series is.
         */
        GradeView: {
            dataset: string;
            /** @description What its first row is about. */
            first_valid: number | null;
            /** @description A to F. */
            grade: string;
            /** @description What its last row is about. */
            last_valid: number | null;
            /** @description When it was checked, wall time. */
            made: number;
            /** @description Findings by check. */
            reasons: {
                [key: string]: number;
            };
            /** @description That were looked at. */
            rows: number;
            /** @description How the grade follows from the findings. */
            rule: string;
            /** @description Share of its rows with findings, each weighed by how grave it is. */
            share: number;
            subject: string;
        };
        /** IdentityQuery */
        IdentityQuery: {
            /**
             * @description A day (its end in UTC), an RFC 3339 time with a zone, or the word latest
             * @default latest
             */
            as_of: string;
            /** @description As the catalogue has it */
            entity: string;
        };
        /**
         * IdentityView
         * @description Who an entity is, as it was known at a time.
         */
        IdentityView: {
            as_of: string;
            attributes: components["schemas"]["AttributeView"][];
            /** @description Of what it filed. */
            concepts: string[];
            entity: string;
            /** @description Oldest first. */
            listings: components["schemas"]["ListingView"][];
        };
        /**
         * InstrumentKind
         * @enum {unknown}
         */
        InstrumentKind: "EQUITY" | "FUTURE" | "INDEX";
        /**
         * InstrumentView
         * @description One tradable (or, for an INDEX, observable) thing.
         */
        InstrumentView: {
            /** @description ISO 4217 code of the currency of its prices. */
            currency: string;
            description: string;
            /** @description SYMBOL.VENUE with the venue's MIC, as in AAPL.XNAS. */
            instrument_id: string;
            kind: components["schemas"]["InstrumentKind"];
            /** @description Smallest quantity, of which every other is a multiple. */
            lot_size: string;
            /** @description Currency value of one point of price for one share or contract: 1 for a share. */
            multiplier: string;
            /** @description The tick: every price is a multiple of it. */
            price_increment: string;
            /** @description Decimals with which its prices are written. */
            price_precision: number;
        };
        /**
         * JobKind
         * @enum {unknown}
         */
        JobKind: "backfill" | "ingest" | "reparse";
        /**
         * JobLineView
         * @description What a job did with one file or answer of a source.
         */
        JobLineView: {
            /** @description Rows whose key was not there: new. */
            added: number;
            /** @description Rows in it, those set aside included. */
            fetched: number;
            /** @description Whether all of it is stored. */
            is_done: boolean;
            part: string;
            /** @description Rows that were set aside. */
            quarantined: number;
            /** @description Why rows were set aside, and how many for that reason. */
            reasons: {
                [key: string]: number;
            };
            /** @description Requests that were spent on it, those that were repeated included; 0 for files. */
            requests: number;
            /** @description Rows that say something else of a key that was there: other versions of it. */
            revised: number;
            /** @description Of its bytes, which the raw archive keeps. */
            sha256: string;
            source: string;
            /** @description Rows that say what is known already. */
            unchanged: number;
        };
        /**
         * JobState
         * @enum {unknown}
         */
        JobState: "CANCELLED" | "DONE" | "FAILED" | "RUNNING" | "WAITING";
        /**
         * JobView
         * @description An ingestion job, how far it is, and what it did.
         */
        JobView: {
            /** @description Times that a worker has taken it up since a batch was last stored: 0 while it gets on. */
            attempts: number;
            /** @description When something of it was last written. */
            changed: string;
            created: string;
            /** @description Folder of the files; null for what comes with the platform and what is read from the raw archive. */
            folder: string | null;
            /** @description Counts the jobs. */
            job: number;
            kind: components["schemas"]["JobKind"];
            /** @description What is being stored; empty before the first. */
            part: string;
            /** @description Files and answers that there are to store; 0 until that is known. */
            parts: number;
            /** @description Those that are stored whole. */
            parts_done: number;
            /** @description Of jobs that wait the one with the highest is next, then the oldest. */
            priority: number;
            /** @description What stands in its way, and what to do; empty while nothing does. */
            problem: string;
            /** @description Requests that were spent so far, of all parts. */
            requests: number;
            /** @description Rows handled so far. */
            rows: number;
            /** @description At work so far. */
            seconds: number;
            sheet: components["schemas"]["JobLineView"][];
            /** @description Whose part is being stored. */
            source: string;
            sources: string[];
            state: components["schemas"]["JobState"];
        };
        /** LineageQuery */
        LineageQuery: {
            /** @description raw:<raw_id>:<origin_id>, bar:<instrument>:<seconds>:<source>:<day>, cell:<symbol>:<seconds>:<day>, or series:<source>:<series>:<day> */
            id: string;
        };
        /**
         * LineageStep
         * @description Where one version of a value comes from.
         */
        LineageStep: {
            /** @description How many there were, before they were compressed. */
            bytes: number;
            dataset: string | null;
            /** @description Of a repair: the id of the version that it was made of. */
            derived_from: string | null;
            fetched: string;
            id: string;
            /** @description Of a cell's candidate: the symbol under which its source has it. */
            instrument_id: string | null;
            /** @description Of a cell's candidate: whether a read without a source gives it. */
            is_chosen: boolean | null;
            /** @description When this version became known; of a payload as a whole there is none. */
            known: string | null;
            known_basis: string | null;
            licence: string;
            /** @description Whether the licence lets a user pass the data on. */
            may_redistribute: boolean;
            /** @description Of the parser that made the value of the bytes. */
            parser_revision: number;
            part: string;
            /** @description Of the compressed bytes in the home. */
            path: string;
            /** @description Of a cell's candidate: the place of its source in the chain, from 1. */
            place: number | null;
            /** @description What was asked of whom, without secrets. */
            request: Record<string, never>;
            /** @description In the whole payload. */
            rows: number;
            /** @description How its known time came about. */
            rule: string | null;
            /** @description Of the bytes as they came. */
            sha256: string;
            source: string;
            title: string;
            valid: string | null;
            /** @description What this version says, by column; null for a payload as a whole. */
            values: {
                [key: string]: number | null;
            } | null;
        };
        /**
         * LineageView
         * @description Of each version of a value where it comes from, oldest first.
         */
        LineageView: {
            items: components["schemas"]["LineageStep"][];
        };
        /**
         * ListingView
         * @description From when to when an entity was traded under a name.
         */
        ListingView: {
            entity: string;
            exchange: string | null;
            first_day: string;
            /** @description What /lineage takes. */
            id: string;
            instrument_id: string;
            /** @description When that was known. */
            known: string;
            /** @description Null: it goes on. */
            last_day: string | null;
            source: string;
        };
        /** Live */
        Live: {
            name: string;
            version: string;
        };
        /**
         * MakeSession
         * @description What is not given is chosen by what there is; the session shows it.
         */
        MakeSession: {
            /** @description MARGIN for futures, CASH for all else */
            account_type?: ("CASH" | "MARGIN") | null;
            /** @description A day, a time with a zone, or latest: now, for good */
            as_of?: string;
            /** @description Bars as first known, and later versions as corrections when they became known */
            corrections?: boolean;
            currency?: string | null;
            /** @description First day, New York's for US shares, else UTC's; by default that of the records */
            first_day?: string | null;
            /** @description Ids, as SPY.US */
            instruments: string[];
            /** @description Last day; by default that of the records */
            last_day?: string | null;
            /** @description By default bars, and trades where there are none */
            records?: components["schemas"]["RecordKind"] | null;
            source?: string | null;
            /** @description Spread that is assumed, in ticks, even */
            spread_ticks?: number;
            /**
             * Format: decimal
             * @description What the account begins with
             */
            starting_cash?: string;
            step_seconds?: number | null;
        };
        /**
         * MarkKind
         * @enum {unknown}
         */
        MarkKind: "FRESH" | "GAP" | "LATE" | "STALE";
        /**
         * MarkView
         * @description Something to be known of a stream.
         */
        MarkView: {
            /** @description Number of the feed. */
            first: number;
            instrument_id: string;
            /** @description STALE: nothing comes; FRESH: it does again; GAP: numbers first..last never came; LATE: older than one sent on. */
            kind: components["schemas"]["MarkKind"];
            /** @description Number of the feed. */
            last: number;
            /** @description Counts the marks. */
            mark: number;
            /** @description When it was noticed, wall time. */
            noticed_ts: number;
        };
        /**
         * OriginView
         * @description Where a value comes from and how its known time came about.
         */
        OriginView: {
            /** @description What /lineage takes. */
            id: string;
            /** @description recorded or assumed. */
            known_basis: string;
            /** @description How the known time came about. */
            rule: string;
            source: string;
        };
        /**
         * Page[BarView]
         * @description One page of a list.
         */
        Page_BarView_: {
            items: components["schemas"]["BarView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[ChainView]
         * @description One page of a list.
         */
        Page_ChainView_: {
            items: components["schemas"]["ChainView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[EntryView]
         * @description One page of a list.
         */
        Page_EntryView_: {
            items: components["schemas"]["EntryView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[GradeView]
         * @description One page of a list.
         */
        Page_GradeView_: {
            items: components["schemas"]["GradeView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[InstrumentView]
         * @description One page of a list.
         */
        Page_InstrumentView_: {
            items: components["schemas"]["InstrumentView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[JobView]
         * @description One page of a list.
         */
        Page_JobView_: {
            items: components["schemas"]["JobView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[MarkView]
         * @description One page of a list.
         */
        Page_MarkView_: {
            items: components["schemas"]["MarkView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[PolicyView]
         * @description One page of a list.
         */
        Page_PolicyView_: {
            items: components["schemas"]["PolicyView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[QuarantineView]
         * @description One page of a list.
         */
        Page_QuarantineView_: {
            items: components["schemas"]["QuarantineView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[RunBar]
         * @description One page of a list.
         */
        Page_RunBar_: {
            items: components["schemas"]["RunBar"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[RunView]
         * @description One page of a list.
         */
        Page_RunView_: {
            items: components["schemas"]["RunView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[ScheduleView]
         * @description One page of a list.
         */
        Page_ScheduleView_: {
            items: components["schemas"]["ScheduleView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[SessionView]
         * @description One page of a list.
         */
        Page_SessionView_: {
            items: components["schemas"]["SessionView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[SourceView]
         * @description One page of a list.
         */
        Page_SourceView_: {
            items: components["schemas"]["SourceView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[SubscriptionView]
         * @description One page of a list.
         */
        Page_SubscriptionView_: {
            items: components["schemas"]["SubscriptionView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[TradeView]
         * @description One page of a list.
         */
        Page_TradeView_: {
            items: components["schemas"]["TradeView"][];
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
         * PolicyKind
         * @enum {unknown}
         */
        PolicyKind: "aggregate" | "compression" | "retention";
        /**
         * PolicyView
         * @description What is compressed, what may go and when, what is kept made.
         */
        PolicyView: {
            /** @description What it comes to now: counts, and bytes where the name says so. */
            figures: {
                [key: string]: number;
            };
            kind: components["schemas"]["PolicyKind"];
            name: string;
            rule: string;
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
        /** PutChain */
        PutChain: {
            sources: string[];
        };
        /** PutSchedule */
        PutSchedule: {
            /** @description First time, RFC 3339, or the time of day in UTC as 06:30; empty: now */
            at?: string;
            every_seconds: number;
            folder?: string | null;
            kind?: components["schemas"]["JobKind"];
            /** @description Of its jobs: the highest is next */
            priority?: number;
            /** @description Empty: all that have something */
            sources?: string[];
        };
        /**
         * QuarantineView
         * @description Rows of a source that were set aside for one reason.
         */
        QuarantineView: {
            kind: string;
            reason: string;
            /** @description How many. */
            rows: number;
            source: string;
        };
        /**
         * Quote
         * @description The last best bid and ask of an instrument, as decimal text.
         */
        Quote: {
            /** @description Best ask. Where derived: the last price plus half the assumed spread. */
            ask: string;
            /** @description Best bid. Where derived: the last price less half the assumed spread. */
            bid: string;
            /** @description No venue published this quote: no source has quotes. It follows from what traded, with an assumed spread. */
            derived: boolean;
            instrument_id: string;
            /** @description How the quote follows from what traded, in words. */
            rule: string;
            /** @description The replay run that played it. */
            run: number;
            /** @description Number of the record that it follows from. */
            sequence: number;
            /** @description Where derived: what traded, in the trade or the bar that the quote follows from; no depth that was on offer. */
            size: string;
            /** @description The spread that is assumed, in ticks of the instrument. */
            spread_ticks: number;
            /** @description Session time of that record. */
            ts_event: number;
        };
        /** Ready */
        Ready: {
            checks: components["schemas"]["CheckView"][];
            name: string;
            ready: boolean;
        };
        /**
         * RecordKind
         * @enum {unknown}
         */
        RecordKind: "bars" | "trades";
        /**
         * RunBar
         * @description A bar of what a run has played. A step without a trade has no bar.
         */
        RunBar: {
            /** @description Begin of the step. */
            begin_ts: number;
            /** @description Last price. */
            close: number;
            /** @description False while the run has not come to the close: then only the records played so far are in it. */
            complete: boolean;
            /** @description Whether a correction that the run has come to changed it since it was played; it is shown as corrected. */
            corrected: boolean;
            /** @description Highest price. */
            high: number;
            instrument_id: string;
            /** @description Lowest price. */
            low: number;
            /** @description First price. */
            open: number;
            /** @description The record that made the figures known; while the bar is not complete, the last record played. */
            sequence: number;
            /** @description Length of the step. Steps are counted from 1970-01-01 UTC, those of whole weeks from a Monday. */
            step_seconds: number;
            /** @description Close of the bar: the end of the step, or, of a recorded daily bar, the close of trading. */
            ts_event: number;
            /** @description Shares or contracts traded. */
            volume: number;
        };
        /** RunBarQuery */
        RunBarQuery: {
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /** @description One of those that the run plays */
            instrument_id: string;
            /**
             * @description Most bars in one page
             * @default 1000
             */
            limit: number;
            /**
             * @description Newest first: limit=500 gives the last 500 bars
             * @default false
             */
            newest: boolean;
            /**
             * @description First close to return, as RFC 3339 time with a zone, or nanoseconds UTC
             * @default 0
             */
            start: string;
            /** @description A multiple of the run's own step, which comes first in steps */
            step_seconds: number;
        };
        /**
         * RunState
         * @enum {unknown}
         */
        RunState: "DRAINING" | "FINISHED" | "PAUSED" | "RUNNING" | "STARTING" | "STOPPED";
        /**
         * RunView
         * @description A replay run and how far it is.
         */
        RunView: {
            account: string;
            /** @description CASH or MARGIN. */
            account_type: string;
            /** @description When state or speed last changed, wall time. */
            changed: string;
            created: string;
            currency: string;
            /** @description Session time of the first record. */
            first_ts: number;
            /** @description Ids of what is played. */
            instruments: string[];
            /** @description Session time of the last record. */
            last_ts: number;
            /** @description The account is valued once in this much session time. */
            mark_seconds: number;
            /** @description Records of the session, numbered 1..record_count. */
            record_count: number;
            /** @description What a record is: a trade, or a bar as it was recorded. A run of bars has no tape. */
            records: components["schemas"]["RecordKind"];
            /** @description Counts the replays. */
            run: number;
            /** @description The last record that is out. */
            sequence: number;
            session: string;
            /** @description Session seconds that pass in a second; 0: as fast as the slowest consumer. */
            speed: number;
            /**
             * @description Consumers that keep the run waiting: not there yet, or standing still for a second; empty once it has ended.
             * @default []
             */
            stalled_by: string[];
            /** @description What the account began with. */
            starting_cash: string;
            state: components["schemas"]["RunState"];
            /** @description Steps that bars are offered in: first the session's own, which its bars are published in, then multiples. */
            steps: number[];
            /** @description Session time: that of the last record; null before the first, and where a run was stopped. */
            ts_event: number | null;
            /**
             * @description How far each consumer has processed the records; empty once the run has ended.
             * @default {}
             */
            watermarks: {
                [key: string]: number;
            };
        };
        /**
         * ScheduleView
         * @description A job that is asked for again and again. Times that were missed are made up for by one job.
         */
        ScheduleView: {
            /** @description From one time to the next. */
            every_seconds: number;
            /** @description Folder of the files; null for what comes with the platform and what is read from the raw archive. */
            folder: string | null;
            kind: components["schemas"]["JobKind"];
            /** @description The job that it asked for then. */
            last_job: number | null;
            /** @description When it was due last, and done. */
            last_run: string | null;
            name: string;
            /** @description When it is due next. */
            next_run: string;
            /** @description Of its jobs. */
            priority: number;
            /** @description Why the last time gave no job; empty where it did. */
            problem: string;
            sources: string[];
        };
        /**
         * SessionView
         * @description A session that can be played: a fixed, named selection of stored history.
         */
        SessionView: {
            /** @description CASH or MARGIN: the account that a run trades on. */
            account_type: string;
            /** @description Of each record the last version known by then is played. It was fixed when the session was made. */
            as_of_ts: number;
            /** @description What is not known of its instruments and is assumed, in words. */
            assumptions: string[];
            /** @description Whether bars are played as first known, and later versions come as corrections when they became known. */
            corrections: boolean;
            currency: string;
            /** @description Session time of the first record. */
            first_ts: number;
            /** @description Ids of what is played. */
            instruments: string[];
            /** @description Session time of the last record. */
            last_ts: number;
            /** @description The account is valued once in this much session time. */
            mark_seconds: number;
            name: string;
            /** @description Records from its beginning to its end. */
            record_count: number;
            /** @description What a record is: a trade, or a bar as it was recorded. A session of bars has no tape. */
            records: components["schemas"]["RecordKind"];
            /** @description Whose records are played. */
            source: string;
            /** @description The spread that quotes are derived with, in ticks, by instrument: no source has quotes. */
            spread_ticks: {
                [key: string]: number;
            };
            /** @description What a run's account begins with. */
            starting_cash: string;
            /** @description Steps that bars are offered in: first the session's own, which its bars are published in, then multiples. */
            steps: number[];
            summary: string;
        };
        /**
         * SourceView
         * @description What the store has of a source, and how good it is.
         */
        SourceView: {
            /** @description In them, before they were compressed. */
            bytes: number;
            /** @description When the newest came. */
            fetched: string | null;
            /** @description That a record is about; null: there is none. */
            first_year: number | null;
            /** @description Series by grade; empty: no check has run over them yet. */
            grades: {
                [key: string]: number;
            };
            /** @description Records by table. */
            kinds: {
                [key: string]: number;
            };
            /** @description As the first. */
            last_year: number | null;
            licence: string;
            /** @description Whether the licence lets a user pass the data on. */
            may_redistribute: boolean;
            /** @description Files and answers in the raw archive. */
            payloads: number;
            /** @description Rows that were set aside. */
            quarantined: number;
            /** @description Every version of a bar, trade, observation or fact counts as one. */
            records: number;
            source: string;
            title: string;
            /** @description Payloads that are not stored whole. */
            unfinished: number;
        };
        /** StartJob */
        StartJob: {
            folder?: string | null;
            kind?: components["schemas"]["JobKind"];
            /** @description The highest is next */
            priority?: number;
            /** @description Empty: all that have something */
            sources?: string[];
            /** @description Of a backfill; empty: all that checks found gaps in */
            symbols?: string[];
        };
        /** StartReplay */
        StartReplay: {
            /** @description Stop the run that goes on, if there is one */
            replace?: boolean;
            session: string;
            /** @description Session seconds per wall second; 0: at the consumers' pace */
            speed?: number;
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
         * StreamView
         * @description How far the records of one instrument are.
         */
        StreamView: {
            /** @description Whose hours count; always: it never closes. */
            calendar: string;
            instrument_id: string;
            /** @description The exchange's time of the newest record. */
            last_ts: number | null;
            /** @description The last number of the feed that is stored; 0: none came yet. */
            number: number;
            /** @description When we had the last record. */
            received_ts: number | null;
            /** @description Records stored from this feed, earlier subscriptions included. */
            records: number;
            /** @description Nothing has come for longer than was stated, while the venue is open. */
            stale: boolean;
        };
        /** Subscribe */
        Subscribe: {
            /** @description Name of a source that is a live feed, as wire */
            feed: string;
            /** @description Ids, as SPY.US */
            instruments: string[];
            /** @enum {unknown} */
            records?: "bars" | "trades";
            /** @description Spread that is assumed, in ticks, even */
            spread_ticks?: number;
            /** @description Silence that is marked */
            stale_seconds?: number;
            /** @description Of the bars, or of those built */
            step_seconds?: number;
        };
        /**
         * SubscriptionView
         * @description What is read of a feed. It is stored under the feed's name as source, and can be replayed.
         */
        SubscriptionView: {
            feed: string;
            /** @description Why nothing comes; empty while the feed is being read. */
            problem: string;
            /** @description trades or bars */
            records: string;
            /** @description The spread that quotes are derived with, in ticks. */
            spread_ticks: number;
            /** @description Nothing for longer than this, while the venue is open, is marked. */
            stale_seconds: number;
            /** @description Of the bars, or of those built from the trades. */
            step_seconds: number;
            streams: components["schemas"]["StreamView"][];
            /** @description Counts the subscriptions. */
            subscription: number;
        };
        /** TradeQuery */
        TradeQuery: {
            /** @default null */
            before: number | null;
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /** @description One of those that the run plays */
            instrument_id: string;
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
        };
        /**
         * TradeView
         * @description A trade that a run has played.
         */
        TradeView: {
            instrument_id: string;
            /** @description Price paid. */
            price: number;
            /** @description Number of the record: order by it, since several trades may share a time. */
            sequence: number;
            /** @description BUY or SELL: the side that took liquidity. Null: the source did not record it, and it is not guessed. */
            side: string | null;
            /** @description Shares or contracts traded. */
            size: number;
            /** @description Session time of the trade. */
            ts_event: number;
        };
        /** VersionQuery */
        VersionQuery: {
            /**
             * @description Of bars: by the actions known as of the time
             * @default none
             */
            adjust: components["schemas"]["Adjust"];
            /** @description A day (its end in UTC), an RFC 3339 time with a zone, or the word latest */
            as_of: string;
            /**
             * @description assumed: also what a named rule dates
             * @default recorded
             */
            basis: components["schemas"]["Basis"];
            /**
             * @description Of facts: taxonomy:name
             * @default
             */
            concept: string;
            /** @default null */
            end: string | null;
            kind: components["schemas"]["CourseKind"];
            /** @default null */
            start: string | null;
            /** @description As the catalogue has it */
            subject: string;
            /** @description A day, an RFC 3339 time with a zone, or nanoseconds UTC */
            valid: string;
            /**
             * @description One of the reply's variants; empty: the first
             * @default
             */
            variant: string;
        };
        /**
         * VintagesView
         * @description What became known when; and of each time what was said first, and what is said as of the time read.
         */
        VintagesView: {
            /** @description Days on which something became known, oldest first. */
            changes: string[];
            /** @description As of that time. */
            course: components["schemas"]["CourseView"];
            /** @description What was said first, in the course's unit. */
            first: (number | null)[];
            /** @description When that was. */
            first_known: number[];
            /** @description What is said last; null: the source took its value back. */
            now: (number | null)[];
            /** @description Times that there ever was a value of. */
            valid: number[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Adjust = components['schemas']['Adjust'];
export type Adjustment = components['schemas']['Adjustment'];
export type AttributeView = components['schemas']['AttributeView'];
export type BarQuery = components['schemas']['BarQuery'];
export type BarView = components['schemas']['BarView'];
export type Basis = components['schemas']['Basis'];
export type CatalogueQuery = components['schemas']['CatalogueQuery'];
export type ChainView = components['schemas']['ChainView'];
export type ChangeSpeed = components['schemas']['ChangeSpeed'];
export type CheckView = components['schemas']['CheckView'];
export type CourseKind = components['schemas']['CourseKind'];
export type CourseQuery = components['schemas']['CourseQuery'];
export type CourseView = components['schemas']['CourseView'];
export type EntryKind = components['schemas']['EntryKind'];
export type EntryView = components['schemas']['EntryView'];
export type EventQuery = components['schemas']['EventQuery'];
export type EventsView = components['schemas']['EventsView'];
export type EventView = components['schemas']['EventView'];
export type FieldError = components['schemas']['FieldError'];
export type FindingQuery = components['schemas']['FindingQuery'];
export type FindingsView = components['schemas']['FindingsView'];
export type FindingView = components['schemas']['FindingView'];
export type GapQuery = components['schemas']['GapQuery'];
export type GapsView = components['schemas']['GapsView'];
export type GapView = components['schemas']['GapView'];
export type GradeQuery = components['schemas']['GradeQuery'];
export type GradeView = components['schemas']['GradeView'];
export type IdentityQuery = components['schemas']['IdentityQuery'];
export type IdentityView = components['schemas']['IdentityView'];
export type InstrumentKind = components['schemas']['InstrumentKind'];
export type InstrumentView = components['schemas']['InstrumentView'];
export type JobKind = components['schemas']['JobKind'];
export type JobLineView = components['schemas']['JobLineView'];
export type JobState = components['schemas']['JobState'];
export type JobView = components['schemas']['JobView'];
export type LineageQuery = components['schemas']['LineageQuery'];
export type LineageStep = components['schemas']['LineageStep'];
export type LineageView = components['schemas']['LineageView'];
export type ListingView = components['schemas']['ListingView'];
export type Live = components['schemas']['Live'];
export type MakeSession = components['schemas']['MakeSession'];
export type MarkKind = components['schemas']['MarkKind'];
export type MarkView = components['schemas']['MarkView'];
export type OriginView = components['schemas']['OriginView'];
export type PageBarView = components['schemas']['Page_BarView_'];
export type PageChainView = components['schemas']['Page_ChainView_'];
export type PageEntryView = components['schemas']['Page_EntryView_'];
export type PageGradeView = components['schemas']['Page_GradeView_'];
export type PageInstrumentView = components['schemas']['Page_InstrumentView_'];
export type PageJobView = components['schemas']['Page_JobView_'];
export type PageMarkView = components['schemas']['Page_MarkView_'];
export type PagePolicyView = components['schemas']['Page_PolicyView_'];
export type PageQuarantineView = components['schemas']['Page_QuarantineView_'];
export type PageRunBar = components['schemas']['Page_RunBar_'];
export type PageRunView = components['schemas']['Page_RunView_'];
export type PageScheduleView = components['schemas']['Page_ScheduleView_'];
export type PageSessionView = components['schemas']['Page_SessionView_'];
export type PageSourceView = components['schemas']['Page_SourceView_'];
export type PageSubscriptionView = components['schemas']['Page_SubscriptionView_'];
export type PageTradeView = components['schemas']['Page_TradeView_'];
export type PageQuery = components['schemas']['PageQuery'];
export type PolicyKind = components['schemas']['PolicyKind'];
export type PolicyView = components['schemas']['PolicyView'];
export type Problem = components['schemas']['Problem'];
export type PutChain = components['schemas']['PutChain'];
export type PutSchedule = components['schemas']['PutSchedule'];
export type QuarantineView = components['schemas']['QuarantineView'];
export type Quote = components['schemas']['Quote'];
export type Ready = components['schemas']['Ready'];
export type RecordKind = components['schemas']['RecordKind'];
export type RunBar = components['schemas']['RunBar'];
export type RunBarQuery = components['schemas']['RunBarQuery'];
export type RunState = components['schemas']['RunState'];
export type RunView = components['schemas']['RunView'];
export type ScheduleView = components['schemas']['ScheduleView'];
export type SessionView = components['schemas']['SessionView'];
export type SourceView = components['schemas']['SourceView'];
export type StartJob = components['schemas']['StartJob'];
export type StartReplay = components['schemas']['StartReplay'];
export type Status = components['schemas']['Status'];
export type StreamView = components['schemas']['StreamView'];
export type Subscribe = components['schemas']['Subscribe'];
export type SubscriptionView = components['schemas']['SubscriptionView'];
export type TradeQuery = components['schemas']['TradeQuery'];
export type TradeView = components['schemas']['TradeView'];
export type VersionQuery = components['schemas']['VersionQuery'];
export type VintagesView = components['schemas']['VintagesView'];
export type $defs = Record<string, never>;
export interface operations {
    get_bars_instrument_id: {
        parameters: {
            query: {
                adjustment?: components["schemas"]["Adjustment"];
                as_of: string;
                basis?: components["schemas"]["Basis"];
                cursor?: string;
                limit?: number;
                start?: string;
                step_seconds?: number;
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
                    "application/json": components["schemas"]["Page_BarView_"];
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
    get_catalogue: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: components["schemas"]["EntryKind"] | null;
                limit?: number;
                words?: string;
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
                    "application/json": components["schemas"]["Page_EntryView_"];
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
    get_chains: {
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
                    "application/json": components["schemas"]["Page_ChainView_"];
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
    put_chains_kind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutChain"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainView"];
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
    get_courses: {
        parameters: {
            query: {
                adjust?: components["schemas"]["Adjust"];
                as_of: string;
                basis?: components["schemas"]["Basis"];
                concept?: string;
                end?: string | null;
                kind: components["schemas"]["CourseKind"];
                start?: string | null;
                subject: string;
                variant?: string;
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
                    "application/json": components["schemas"]["CourseView"];
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
    get_courses_versions: {
        parameters: {
            query: {
                adjust?: components["schemas"]["Adjust"];
                as_of: string;
                basis?: components["schemas"]["Basis"];
                concept?: string;
                end?: string | null;
                kind: components["schemas"]["CourseKind"];
                start?: string | null;
                subject: string;
                valid: string;
                variant?: string;
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
                    "application/json": components["schemas"]["CourseView"];
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
    get_courses_vintages: {
        parameters: {
            query: {
                adjust?: components["schemas"]["Adjust"];
                as_of: string;
                basis?: components["schemas"]["Basis"];
                concept?: string;
                end?: string | null;
                kind: components["schemas"]["CourseKind"];
                start?: string | null;
                subject: string;
                variant?: string;
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
                    "application/json": components["schemas"]["VintagesView"];
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
    get_events: {
        parameters: {
            query: {
                as_of: string;
                basis?: components["schemas"]["Basis"];
                entity: string;
                kind?: string;
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
                    "application/json": components["schemas"]["EventsView"];
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
    get_identity: {
        parameters: {
            query: {
                as_of?: string;
                entity: string;
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
                    "application/json": components["schemas"]["IdentityView"];
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
    get_instruments: {
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
                    "application/json": components["schemas"]["Page_InstrumentView_"];
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
    get_jobs: {
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
                    "application/json": components["schemas"]["Page_JobView_"];
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
    post_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartJob"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
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
    get_jobs_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
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
                    "application/json": components["schemas"]["JobView"];
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
    post_jobs_job_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
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
                    "application/json": components["schemas"]["JobView"];
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
    get_lineage: {
        parameters: {
            query: {
                id: string;
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
                    "application/json": components["schemas"]["LineageView"];
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
    get_policies: {
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
                    "application/json": components["schemas"]["Page_PolicyView_"];
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
    get_quality_findings: {
        parameters: {
            query: {
                dataset: string;
                subject: string;
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
                    "application/json": components["schemas"]["FindingsView"];
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
    get_quality_gaps: {
        parameters: {
            query?: {
                as_of?: string;
                cursor?: string;
                limit?: number;
                months?: number;
                names?: string;
                until?: string;
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
                    "application/json": components["schemas"]["GapsView"];
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
    get_quality_grades: {
        parameters: {
            query?: {
                cursor?: string;
                grade?: ("A" | "B" | "C" | "D" | "E" | "F") | null;
                limit?: number;
                source?: string;
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
                    "application/json": components["schemas"]["Page_GradeView_"];
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
    get_quality_quarantine: {
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
                    "application/json": components["schemas"]["Page_QuarantineView_"];
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
    get_quality_sources: {
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
                    "application/json": components["schemas"]["Page_SourceView_"];
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
    get_quotes_instrument_id: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["Quote"];
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
    get_replays: {
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
                    "application/json": components["schemas"]["Page_RunView_"];
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
    post_replays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartReplay"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
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
    get_replays_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
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
                    "application/json": components["schemas"]["RunView"];
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
    get_replays_run_bars: {
        parameters: {
            query: {
                cursor?: string;
                instrument_id: string;
                limit?: number;
                newest?: boolean;
                start?: string;
                step_seconds: number;
            };
            header?: never;
            path: {
                run: string;
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
                    "application/json": components["schemas"]["Page_RunBar_"];
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
    post_replays_run_pause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
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
                    "application/json": components["schemas"]["RunView"];
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
    post_replays_run_restart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
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
                    "application/json": components["schemas"]["RunView"];
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
    post_replays_run_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
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
                    "application/json": components["schemas"]["RunView"];
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
    post_replays_run_speed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSpeed"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
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
    post_replays_run_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
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
                    "application/json": components["schemas"]["RunView"];
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
    get_replays_run_trades: {
        parameters: {
            query: {
                before?: number | null;
                cursor?: string;
                instrument_id: string;
                limit?: number;
            };
            header?: never;
            path: {
                run: string;
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
                    "application/json": components["schemas"]["Page_TradeView_"];
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
    get_replays_current: {
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
                    "application/json": components["schemas"]["RunView"];
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
    get_schedules: {
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
                    "application/json": components["schemas"]["Page_ScheduleView_"];
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
    put_schedules_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutSchedule"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
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
    delete_schedules_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
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
                    "application/json": components["schemas"]["ScheduleView"];
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
    get_sessions: {
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
                    "application/json": components["schemas"]["Page_SessionView_"];
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
    post_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeSession"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
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
    get_subscriptions: {
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
                    "application/json": components["schemas"]["Page_SubscriptionView_"];
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
    post_subscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Subscribe"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionView"];
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
    delete_subscriptions_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscription: string;
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
                    "application/json": components["schemas"]["SubscriptionView"];
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
    get_subscriptions_subscription_marks: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                subscription: string;
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
                    "application/json": components["schemas"]["Page_MarkView_"];
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
