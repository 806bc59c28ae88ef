package dev.fcgi.jetty;

import dev.fcgi.servlet.CgiRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.HostPort;

/**
 * A request in Jetty's terms, as far as it follows from the variables alone: one object may serve all requests with the
 * same variables. Immutable.
 *
 * @param request the facts
 * @param httpVersion the protocol, or its nearest that Jetty knows
 * @param uri as deployed
 * @param fields the header fields
 * @param remote the client
 * @param local the web server
 * @param authority whom the client addressed
 */
record RequestFacts(
        CgiRequest request,
        HttpVersion httpVersion,
        HttpURI uri,
        HttpFields fields,
        SocketAddress remote,
        SocketAddress local,
        HostPort authority) {

    /** @throws IllegalArgumentException when there is no valid URI in the request */
    static RequestFacts of(CgiRequest request) {
        return new RequestFacts(
                request,
                httpVersion(request.protocol()),
                uri(request),
                fields(request),
                address(request.remoteHost(), request.remoteAddr(), request.remotePort()),
                address(request.localAddr(), request.localAddr(), request.localPort()),
                new HostPort(request.serverName(), request.serverPort()));
    }

    /** Protocols that Jetty has no constant for, such as HTTP/2 without a minor version, behave like their nearest. */
    private static HttpVersion httpVersion(String protocol) {
        if (protocol.equals("HTTP/2")) {
            return HttpVersion.HTTP_2;
        }
        HttpVersion version = HttpVersion.CACHE.get(protocol);
        return version == null ? HttpVersion.HTTP_1_1 : version;
    }

    private static HttpURI uri(CgiRequest request) {
        int port = request.defaultPort() ? -1 : request.serverPort();
        String query = request.queryString() == null ? "" : "?" + request.queryString();
        return HttpURI.from(request.scheme(), request.serverName(), port, request.deployedURI() + query);
    }

    private static HttpFields fields(CgiRequest request) {
        HttpFields.Mutable fields = HttpFields.build(request.headers().size());
        request.headers().forEach(header -> fields.add(field(header.name(), header.value())));
        return fields.asImmutable();
    }

    private static HttpField field(String name, String value) {
        HttpHeader known = HttpHeader.CACHE.get(name);
        return known == null ? new HttpField(name, value) : new HttpField(known, value);
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
}
