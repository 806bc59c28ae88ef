package dev.fcgi.jetty;

import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.Mount;
import dev.fcgi.servlet.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
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
    private final CgiRequest request;
    private @Nullable HttpStreamOverFcgi stream;
    private final HttpVersion httpVersion;
    private final SocketAddress remote;
    private final SocketAddress local;

    RequestMetaData(FcgiConnection connection, CgiRequest request) {
        this.connection = connection;
        this.request = request;
        this.httpVersion = httpVersion(request.protocol());
        this.remote = address(request.remoteHost(), request.remoteAddr(), request.remotePort());
        this.local = address(request.localAddr(), request.localAddr(), request.localPort());
    }

    /** Protocols that Jetty has no constant for, such as HTTP/2 without a minor version, behave like their nearest. */
    private static HttpVersion httpVersion(String protocol) {
        if (protocol.equals("HTTP/2")) {
            return HttpVersion.HTTP_2;
        }
        HttpVersion version = HttpVersion.CACHE.get(protocol);
        return version == null ? HttpVersion.HTTP_1_1 : version;
    }

    /** Never asks a resolver: the text is an address, or nothing. */
    private static SocketAddress address(String host, String address, int port) {
        if (address.isEmpty()) {
            return InetSocketAddress.createUnresolved(host, port);
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return new InetSocketAddress(InetAddress.getByAddress(host, bytes), port);
        } catch (UnknownHostException x) {
            return InetSocketAddress.createUnresolved(address, port);
        }
    }

    /** {@return the request in Jetty's terms} */
    MetaData.Request metaData() {
        HttpFields.Mutable fields = HttpFields.build(request.headers().size());
        request.headers().forEach(header -> fields.add(field(header.name(), header.value())));
        int port = request.defaultPort() ? -1 : request.serverPort();
        String query = request.queryString() == null ? "" : "?" + request.queryString();
        HttpURI uri = HttpURI.from(request.scheme(), request.serverName(), port, request.deployedURI() + query);
        return new MetaData.Request(request.method(), uri, httpVersion, fields.asImmutable(), request.contentLength());
    }

    private static HttpField field(String name, String value) {
        HttpHeader known = HttpHeader.CACHE.get(name);
        return known == null ? new HttpField(name, value) : new HttpField(known, value);
    }

    /** Sets what applications find among the attributes of a request. */
    void setAttributes(Request to) {
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
        return request;
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
        return httpVersion;
    }

    @Override
    public String getProtocol() {
        return request.protocol();
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
        return request.secure();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return local;
    }

    @Override
    public HostPort getServerAuthority() {
        return new HostPort(request.serverName(), request.serverPort());
    }
}
