package dev.fcgi.servlet;

/** Something about a request that its operator may not expect, to be said once, with what can be done about it. */
public enum Notice {
    /** REMOTE_USER without AUTH_TYPE. */
    REMOTE_USER_WITHOUT_AUTH_TYPE(
            "REMOTE_USER was sent without AUTH_TYPE and is not taken, for nginx sends it for passwords that nobody has"
                    + " checked. If the front end checks them, have it say so where it does (nginx: fastcgi_param AUTH_TYPE"
                    + " Basic; Caddy: env AUTH_TYPE Basic), or set remoteUser=trust"),
    /** REMOTE_USER from HAProxy. */
    REMOTE_USER_OF_HAPROXY(
            "REMOTE_USER was sent by HAProxy and is not taken, for it sends it for passwords that nobody has checked. If"
                    + " http-request auth checks them for all that reaches the application, set remoteUser=trust"),
    /** REMOTE_USER with {@code remoteUser=ignore}. */
    REMOTE_USER_IGNORED("REMOTE_USER was sent and is not taken: remoteUser=ignore says so"),
    /** HTTPS with a value of no meaning. */
    HTTPS_UNKNOWN("HTTPS has a value that is neither on nor off, and is taken for off. Have the front end send on"),
    /** HTTPS and REQUEST_SCHEME differ. */
    SCHEME_CONFLICT("HTTPS and REQUEST_SCHEME differ; HTTPS decides. Have the front end send what agrees"),
    /** REQUEST_URI says one path, SCRIPT_NAME and PATH_INFO another one (MAP-12). */
    PATH_REWRITTEN(
            "SCRIPT_NAME and PATH_INFO are not the path of REQUEST_URI: the front end has rewritten it. If the application"
                    + " is to see the rewritten path, set pathSource=script-path"),
    /** As {@link #PATH_REWRITTEN}, while the front end asks for the document of an error. */
    PATH_OF_ERROR_DOCUMENT(
            "SCRIPT_NAME and PATH_INFO are not the path of REQUEST_URI: the front end asks for the document of an error. The"
                    + " application sees the path that failed; if it is to see that of the document, set"
                    + " pathSource=script-path"),
    /** {@code mount=script-name}, and SCRIPT_NAME is no prefix. */
    NO_PREFIX_IN_SCRIPT_NAME(
            "SCRIPT_NAME is not the beginning of REQUEST_URI, PATH_INFO its rest, as mount=script-name needs; the answer is"
                    + " 404. Have the front end split the path (nginx: fastcgi_split_path_info), or set mount=/public=/deployed"),
    /** A certificate that nobody has verified. */
    CLIENT_CERTIFICATE_NOT_VERIFIED(
            "A client certificate was sent that the front end does not say to have verified, and is not taken. Have it send"
                    + " SSL_CLIENT_VERIFY (nginx: fastcgi_param SSL_CLIENT_VERIFY $ssl_client_verify), or name the variable by"
                    + " clientVerify"),
    /** A verified certificate that cannot be parsed. */
    CLIENT_CERTIFICATE_UNREADABLE(
            "A client certificate was sent that is neither PEM, percent-encoded or not, nor DER in base64, and the application"
                    + " does not see it. Have the front end send one of these (nginx: $ssl_client_escaped_cert)"),
    /** The secret is missing or wrong. */
    SECRET_REFUSED(
            "A request came without the secret, or with another one, and is answered with 403. Have the front end send the"
                    + " variable that secretVariable names (nginx: fastcgi_param FASTCGI_SECRET ...)");

    private final String text;

    Notice(String text) {
        this.text = text;
    }

    /** {@return what it is, and what can be done about it; nothing of what anybody has sent} */
    public String text() {
        return text;
    }
}
