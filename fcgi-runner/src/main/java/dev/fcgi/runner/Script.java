package dev.fcgi.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Shell scripts for web servers to start. */
final class Script {
    /** What a process that is one of several on a machine does with. */
    private static final String JAVA_OPTIONS = "-Xmx256m -XX:+UseSerialGC";

    private Script() {}

    /** {@return a script that becomes a process of its own} */
    static String own(Path program, Path javaHome, List<String> arguments) {
        return """
                #!/bin/sh
                # Serves web applications for the web server that starts this script. Written by 'fcgi script'.
                %s
                exec %s run --listen=inherited --no-root%s
                """.formatted(java(javaHome), quote(program.toString()), quoted(arguments));
    }

    /** {@return a script that relays to the one process that all its copies share} */
    static String shared(Path program, Path javaHome, List<String> arguments) {
        String name = Integer.toHexString(arguments.hashCode());
        return """
                #!/bin/sh
                # Serves web applications for the web server that starts this script: by one process that all copies of this
                # script share, and to which they relay. Written by 'fcgi script --shared'.
                #
                # FCGI_SHARED  the directory for its socket, lock and process id; this user's alone
                set -u
                umask 077
                %s
                directory=${FCGI_SHARED:-/tmp/fcgi-$(id -u)-%s}
                socket=$directory/socket

                fail() {
                    printf 'fcgi: %%s\\n' "$1" >&2
                    exit 1
                }

                # Whoever holds the lock serves, or is about to: the process inherits it and keeps it until it ends.
                start_unless_there() {
                    exec 9>"$directory/lock"
                    if flock -n 9; then
                        [ -z "$started" ] || fail "the process did not start: see above"
                        started=yes
                        rm -f "$socket"
                        setsid %s run --listen="unix:$socket" --mode=0600 --pid-file="$directory/pid" --no-root%s </dev/null >&2 &
                    fi
                    exec 9>&-
                }

                await() {
                    started=
                    tries=600
                    start_unless_there
                    until [ -S "$socket" ]; do
                        tries=$((tries - 1))
                        [ "$tries" -gt 0 ] || fail "the process has not been ready for a minute"
                        sleep 0.1
                        start_unless_there
                    done
                }

                if [ "${1:-}" = relay ]; then
                    await
                    exec socat -b 65536 STDIO "UNIX-CONNECT:$socket"
                fi

                for needed in socat flock setsid; do
                    command -v "$needed" >/dev/null || fail "$needed is missing: install it"
                done
                mkdir "$directory" 2>/dev/null
                [ -d "$directory" ] && [ ! -L "$directory" ] && [ -O "$directory" ] && chmod 700 "$directory" ||
                    fail "'$directory' is not a directory of this user: remove it, or set FCGI_SHARED to another"
                await
                case $0 in
                    *[!A-Za-z0-9/._-]*) fail "'$0' cannot be relayed to: name this script with letters, digits and . _ - only" ;;
                esac
                exec socat ACCEPT-FD:0,fork "EXEC:$0 relay,nofork"
                """.formatted(java(javaHome), name, quote(program.toString()), quoted(arguments));
    }

    private static String java(Path javaHome) {
        return """
                : "${JAVA_HOME:=%s}"
                : "${FCGI_JAVA_OPTS:=%s}"
                export JAVA_HOME FCGI_JAVA_OPTS
                """.formatted(doubleQuoted(javaHome.toString()), JAVA_OPTIONS).stripTrailing();
    }

    private static String quoted(List<String> arguments) {
        return arguments.stream().map(it -> " \\\n    " + quote(it)).collect(Collectors.joining());
    }

    /** {@return the text as one word of a shell} */
    private static String quote(String text) {
        return text.matches("[A-Za-z0-9/._=:,@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String doubleQuoted(String text) {
        return text.replaceAll("([\\\\\"$`])", "\\\\$1");
    }
}
