package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract against Jetty's own HTTP connector behind nginx: what it expects is what HTTP gives. */
class NginxProxyPassIT extends FrontEndContract {

    @Override
    FrontEnd frontEnd() {
        return Nginx.proxyPass();
    }

    @Override
    Application application() {
        return Application.jettyHttp();
    }

    /** Over HTTP the client is the web server. */
    @Override
    public void assertClient(Facts facts, String address, int port) {
        assertThat(facts.get("remoteAddr")).isEqualTo("127.0.0.1");
    }

    /** Over HTTP the local port is the one the web server connected to. */
    @Override
    public void assertLocalPort(Facts facts) {
        assertThat(facts.get("localPort")).isNotEqualTo(Integer.toString(client().port()));
    }

    /** Jetty's HTTP/1.1 parser refuses what may not stand raw in a path. */
    @Override
    public void assertRawUtf8(RawReply reply) {
        assertThat(reply.status()).isEqualTo(400);
    }

    /** Jetty closes an HTTP connection with more left unread than has come, and nginx may lose the response by that. */
    @Override
    public int unreadBytes() {
        return 2_000;
    }

    /** Jetty's HTTP/1.1 connection does not read while a request runs, and so does not see that its peer is gone. */
    @Override
    public void assertTold(String name) {}

    /** HTTP has nothing to tell it with. */
    @Override
    public void assertErrorReported(String error) {}
}
