package dev.fcgi.servlet;

/**
 * Which of the variables that disagree about a request are believed.
 *
 * @param serverName where {@code getServerName()} comes from
 * @param serverPort where {@code getServerPort()} comes from when the Host header has no port
 */
public record TrustPolicy(ServerName serverName, ServerPort serverPort) {
    /** The policy used when nothing is configured. */
    public static final TrustPolicy DEFAULT = new TrustPolicy(ServerName.HOST_HEADER, ServerPort.AUTO);

    /** Where {@code getServerName()} comes from. */
    public enum ServerName {
        /** The Host header, as the Servlet specification says; SERVER_NAME when there is none. */
        HOST_HEADER,
        /** Always SERVER_NAME: for front ends whose configured name is the only right one. */
        VARIABLE
    }

    /** Where {@code getServerPort()} comes from when the Host header has no port. */
    public enum ServerPort {
        /**
         * SERVER_PORT behind nginx, whose {@code fastcgi_params} on Debian cut the port off the Host header; the
         * scheme's default port behind all others.
         */
        AUTO,
        /** The scheme's default port: right when clients reach the front end on another port than it listens on. */
        HOST,
        /** Always SERVER_PORT. */
        VARIABLE
    }
}
