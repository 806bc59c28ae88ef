package dev.fcgi.jetty;

import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.Mount;
import dev.fcgi.servlet.Tls;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Attributes;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * The client's connection as the web server described it, one object a request: the connection with the web server
 * itself says nothing about the client.
 */
final class RequestMetaData extends Attributes.Lazy implements ConnectionMetaData {
    private static final String VARIABLES = "dev.fcgi.variables";
    /** Servlet 6.1, section 3.10. */
    private static final String SECURE_PROTOCOL = "jakarta.servlet.request.secure_protocol";

    private final FcgiConnection connection;
    private final RequestFacts facts;
    private @Nullable HttpStreamOverFcgi stream;

    RequestMetaData(FcgiConnection connection, RequestFacts facts) {
        this.connection = connection;
        this.facts = facts;
    }

    /** {@return the request in Jetty's terms} */
    MetaData.Request metaData() {
        CgiRequest request = facts.request();
        return new MetaData.Request(
                request.method(), facts.uri(), facts.httpVersion(), facts.fields(), request.contentLength());
    }

    /** Sets what applications find among the attributes of a request. */
    void setAttributes(Request to) {
        CgiRequest request = facts.request();
        request.attributes().forEach(to::setAttribute);
        if (request.variables() != null) {
            to.setAttribute(VARIABLES, request.variables());
        }
        if (request.mount() != null) {
            to.setAttribute(Mount.ATTRIBUTE, request.mount());
        }
        Tls tls = request.tls();
        if (tls != null) {
            to.setAttribute(
                    EndPoint.SslSessionData.ATTRIBUTE,
                    new FrontEndTls(tls, connection.factory().notices()));
            if (tls.protocol() != null) {
                to.setAttribute(SECURE_PROTOCOL, tls.protocol());
            }
        }
    }

    void setStream(HttpStreamOverFcgi stream) {
        this.stream = stream;
    }

    void onHandling() {
        if (stream != null) {
            stream.onHandling();
        }
    }

    CgiRequest request() {
        return facts.request();
    }

    @Override
    public String getId() {
        return connection.id();
    }

    @Override
    public HttpConfiguration getHttpConfiguration() {
        return connection.httpConfiguration();
    }

    @Override
    public HttpVersion getHttpVersion() {
        return facts.httpVersion();
    }

    @Override
    public String getProtocol() {
        return facts.request().protocol();
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public Connector getConnector() {
        return connection.connector();
    }

    /** {@return {@code true}: what is left of a body is dropped by the connection, never a reason to fail a response} */
    @Override
    public boolean isPersistent() {
        return true;
    }

    @Override
    public boolean isSecure() {
        return facts.request().secure();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return facts.remote();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return facts.local();
    }

    @Override
    public HostPort getServerAuthority() {
        return facts.authority();
    }
}
