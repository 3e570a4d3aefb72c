#!/bin/sh
# Backups of the database and of uploaded files.
#   backup.sh loop            one now if the newest is older than a day, then one every night
#   backup.sh once            one now
#   backup.sh list            what there is
#   backup.sh restore NAME    put one back; the database before it is kept under another name
set -eu
umask 077

FOLDER=${BACKUP_FOLDER:-/backups}
MEDIA=${MEDIA_FOLDER:-/media}
KEEP_DAYS=${BACKUP_KEEP_DAYS:-14}
KEEP_MONTHS=${BACKUP_KEEP_MONTHS:-12}
HOUR=${BACKUP_HOUR:-2}
export PGCONNECT_TIMEOUT=10

say() {
    echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $*"
}

once() {
    name=$(date -u +%Y%m%dT%H%M%SZ)
    mkdir -p "$FOLDER/daily" "$FOLDER/monthly"
    rm -f "$FOLDER"/daily/*.part
    pg_dump --format=custom --no-owner --file="$FOLDER/daily/$name.dump.part"
    # A dump that cannot be read back is no backup: its table of contents must open.
    pg_restore --list "$FOLDER/daily/$name.dump.part" >/dev/null
    tar -C "$MEDIA" --exclude=./dumps -czf "$FOLDER/daily/$name.media.tar.gz.part" .
    mv "$FOLDER/daily/$name.media.tar.gz.part" "$FOLDER/daily/$name.media.tar.gz"
    mv "$FOLDER/daily/$name.dump.part" "$FOLDER/daily/$name.dump"
    keep_one_of_this_month "$name"
    find "$FOLDER/daily" -type f -mtime "+$KEEP_DAYS" -exec rm -f {} +
    find "$FOLDER/monthly" -type f -mtime "+$((KEEP_MONTHS * 31))" -exec rm -f {} +
    say "backup $name: $(du -h "$FOLDER/daily/$name.dump" | cut -f1) database, $(du -h "$FOLDER/daily/$name.media.tar.gz" | cut -f1) files"
}

keep_one_of_this_month() {
    month=$(date -u +%Y%m)
    for known in "$FOLDER/monthly/$month"*.dump; do
        [ -e "$known" ] && return 0
    done
    for part in dump media.tar.gz; do
        ln "$FOLDER/daily/$1.$part" "$FOLDER/monthly/$1.$part"
    done
}

list() {
    for dump in "$FOLDER"/daily/*.dump "$FOLDER"/monthly/*.dump; do
        [ -e "$dump" ] && echo "$(basename "$dump" .dump)  $(du -h "$dump" | cut -f1)  $dump"
    done
    return 0
}

restore() {
    name=$1
    for dump in "$FOLDER/daily/$name.dump" "$FOLDER/monthly/$name.dump"; do
        [ -e "$dump" ] && break
    done
    if [ ! -e "$dump" ]; then
        echo "There is no backup named $name; these exist:" >&2
        list >&2
        exit 1
    fi
    # Into a new database first: when anything fails, the present one has not been touched.
    fresh=${PGDATABASE}_restoring
    kept=${PGDATABASE}_before_$(date -u +%Y%m%d%H%M%S)
    dropdb --if-exists "$fresh"
    createdb --template=template0 --encoding=UTF8 "$fresh"
    pg_restore --dbname="$fresh" --no-owner --exit-on-error "$dump"
    psql --dbname=postgres --quiet --set=ON_ERROR_STOP=1 <<SQL
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '$PGDATABASE';
ALTER DATABASE "$PGDATABASE" RENAME TO "$kept";
ALTER DATABASE "$fresh" RENAME TO "$PGDATABASE";
SQL
    media=${dump%.dump}.media.tar.gz
    if [ -e "$media" ]; then
        tar -C "$MEDIA" -xzf "$media"
    fi
    say "restored $name; the database as it was before is kept as $kept"
}

fresh_enough() {
    [ -n "$(find "$FOLDER/daily" -name '*.dump' -mmin -1440 2>/dev/null | head -n 1)" ]
}

seconds_to_next() {
    now=$(( $(date -u +%-H) * 3600 + $(date -u +%-M) * 60 + $(date -u +%-S) ))
    wait=$(( HOUR * 3600 - now ))
    [ "$wait" -gt 60 ] || wait=$(( wait + 86400 ))
    echo "$wait"
}

loop() {
    trap 'exit 0' TERM INT
    fresh_enough || once || say "the backup failed"
    while :; do
        sleep "$(seconds_to_next)" &
        wait $!
        once || say "the backup failed"
    done
}

case "${1:-loop}" in
loop) loop ;;
once) once ;;
list) list ;;
healthy) [ -n "$(find "$FOLDER/daily" -name '*.dump' -mmin -1560 | head -n 1)" ] ;;
restore) restore "${2:?give the name of a backup, as \"list\" shows it}" ;;
*) echo "unknown: $1 (loop, once, list, restore NAME)" >&2; exit 2 ;;
esac
