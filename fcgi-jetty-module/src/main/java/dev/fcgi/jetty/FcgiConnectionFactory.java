package dev.fcgi.jetty;

import dev.fcgi.core.Capacity;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.RecentPairs;
import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.RecentRequests;
import dev.fcgi.servlet.TrustPolicy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.Name;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes FastCGI connections (FastCGI 1.0) for a Jetty connector.
 *
 * <p>Properties are set before the connector is started, and read by connections opened afterwards.
 */
@ManagedObject("FastCGI connection factory")
public class FcgiConnectionFactory extends AbstractConnectionFactory implements HttpConfiguration.ConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(FcgiConnectionFactory.class);

    /** The protocol's name among a connector's factories. */
    public static final String PROTOCOL = "fastcgi/1.0";

    private static final int DEFAULT_INPUT_BUFFER_SIZE = 32 * 1024;

    /** The first thing that Jetty does when it has begun to handle a request. */
    private static final HttpConfiguration.Customizer ON_HANDLING = (request, responseHeaders) -> {
        RequestMetaData metaData = metaData(request);
        if (metaData != null) {
            metaData.onHandling();
        }
        return request;
    };

    private final HttpConfiguration httpConfiguration;
    private final FcgiStatistics statistics = new FcgiStatistics();
    private final LongAdder refusedConnections = new LongAdder();
    private final LongAdder responsesWithControlCharacters = new LongAdder();
    private final OncePerMinute overloadWarnings = new OncePerMinute();
    private final OncePerMinute refusedPeerWarnings = new OncePerMinute();
    private final OncePerMinute headWarnings = new OncePerMinute();
    private final OncePerMinute controlCharacterWarnings = new OncePerMinute();
    private final OncePerMinute cutWarnings = new OncePerMinute();
    private final NoticeLog notices = new NoticeLog();
    private boolean useInputDirectByteBuffers = true;
    private boolean multiplexing;
    private int maxParamsBytes = ProtocolLimits.DEFAULT.maxParamsBytes();
    private int maxParams = ProtocolLimits.DEFAULT.maxParams();
    private int maxNameBytes = ProtocolLimits.DEFAULT.maxNameBytes();
    private int maxValueBytes = ProtocolLimits.DEFAULT.maxValueBytes();
    private int maxRequestsPerConnection = ProtocolLimits.DEFAULT.maxRequestsPerConnection();
    private int maxManagementBytes = ProtocolLimits.DEFAULT.maxManagementBytes();
    private int maxConnections = FcgiLimits.DEFAULT.maxConnections();
    private int maxRequests = FcgiLimits.DEFAULT.maxRequests();
    private long maxIncompleteBytes = FcgiLimits.DEFAULT.maxIncompleteBytes();
    private int bodyWindowBytes = FcgiLimits.DEFAULT.bodyWindowBytes();
    private long maxUnreadBytes = FcgiLimits.DEFAULT.maxUnreadBytes();
    private long firstByteMillis = FcgiLimits.DEFAULT.firstByteMillis();
    private long paramsMillis = FcgiLimits.DEFAULT.paramsMillis();
    private long stallMillis = FcgiLimits.DEFAULT.stallMillis();
    private long abortMillis = FcgiLimits.DEFAULT.abortMillis();
    private long drainMillis = FcgiLimits.DEFAULT.drainMillis();
    private Overload overload = Overload.STATUS;
    private HalfClose halfClose = HalfClose.ABORT;
    private int maxStderrBytes = 1024;
    private int errorAppStatus;
    private int headWarningBytes = 4 * 1024;
    private int dispatchAfterBodyBytes;
    private TrustPolicy trustPolicy = TrustPolicy.DEFAULT;
    private RecentRequests<RequestFacts> recentRequests = new RecentRequests<>(trustPolicy, RequestFacts::of);
    private @Nullable Predicate<SocketAddress> allowedPeers;
    private boolean fileOrders;
    private boolean unbufferedEvents = true;
    private FcgiLimits limits = FcgiLimits.DEFAULT;
    private Capacity capacity = limits.newCapacity();
    private RecentPairs recentPairs = new RecentPairs();
    private ResponseHeads responseHeads = newResponseHeads();
    private ErrorReport errorReport = new ErrorReport(maxStderrBytes, errorAppStatus);

    /** Makes a factory with {@link #newHttpConfiguration}. */
    public FcgiConnectionFactory() {
        this(newHttpConfiguration());
    }

    /**
     * Makes a factory.
     *
     * @param httpConfiguration how requests are treated above the protocol; one of its own, not one shared with an
     *     HTTP connector: a customizer that believes X-Forwarded-* headers must not see FastCGI requests
     */
    public FcgiConnectionFactory(@Name("httpConfiguration") HttpConfiguration httpConfiguration) {
        super(PROTOCOL);
        this.httpConfiguration = httpConfiguration;
        installBean(httpConfiguration);
        installBean(statistics);
        setInputBufferSize(DEFAULT_INPUT_BUFFER_SIZE);
    }

    /**
     * Makes a configuration that suits a server behind a web server: no Server and Date fields, which the web server
     * adds itself, and absolute redirects, which no web server takes for internal ones.
     *
     * @return a new configuration
     */
    public static HttpConfiguration newHttpConfiguration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRelativeRedirectAllowed(false);
        return configuration;
    }

    @Override
    public HttpConfiguration getHttpConfiguration() {
        return httpConfiguration;
    }

    @Override
    protected void doStart() throws Exception {
        List<HttpConfiguration.Customizer> customizers = httpConfiguration.getCustomizers();
        if (!customizers.contains(ON_HANDLING)) {
            customizers.add(0, ON_HANDLING);
        }
        limits = newLimits(); // refuses nonsense before the first connection
        capacity = limits.newCapacity();
        recentPairs = new RecentPairs();
        errorReport = newErrorReport();
        super.doStart();
    }

    /** @throws IllegalArgumentException when it could not be started with the properties it has */
    void requireValid() {
        newLimits();
        newErrorReport();
    }

    private ErrorReport newErrorReport() {
        return new ErrorReport(maxStderrBytes, errorAppStatus);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        Predicate<SocketAddress> peers = allowedPeers;
        if (peers != null && !peers.test(endPoint.getRemoteSocketAddress())) {
            onRefusedPeer(endPoint.getRemoteSocketAddress());
            return new RefusedConnection(endPoint, connector.getExecutor());
        }
        return configure(new FcgiConnection(this, connector, endPoint), connector, endPoint);
    }

    FcgiEngine newEngine() {
        return new FcgiEngine(
                limits.protocol(), limits.applicationValues(multiplexing), overload, capacity, recentPairs);
    }

    private FcgiLimits newLimits() {
        return new FcgiLimits(
                new ProtocolLimits(
                        maxParamsBytes,
                        maxParams,
                        maxNameBytes,
                        maxValueBytes,
                        maxRequestsPerConnection,
                        maxManagementBytes),
                maxConnections,
                maxRequests,
                maxIncompleteBytes,
                bodyWindowBytes,
                maxUnreadBytes,
                firstByteMillis,
                paramsMillis,
                stallMillis,
                abortMillis,
                drainMillis);
    }

    FcgiLimits limits() {
        return limits;
    }

    Capacity capacity() {
        return capacity;
    }

    RecentRequests<RequestFacts> recentRequests() {
        return recentRequests;
    }

    ErrorReport errorReport() {
        return errorReport;
    }

    /**
     * Tells what came with a request over FastCGI.
     *
     * @param request as any handler sees it
     * @return the facts of the request, or {@code null} when it did not come over FastCGI
     */
    public static @Nullable CgiRequest cgiRequest(Request request) {
        RequestMetaData metaData = metaData(request);
        return metaData == null ? null : metaData.request();
    }

    private static @Nullable RequestMetaData metaData(Request request) {
        ConnectionMetaData metaData = request.getConnectionMetaData();
        while (metaData instanceof ConnectionMetaData.Wrapper wrapper) {
            metaData = wrapper.getWrapped();
        }
        return metaData instanceof RequestMetaData fcgi ? fcgi : null;
    }

    ResponseHeads responseHeads() {
        return responseHeads;
    }

    private ResponseHeads newResponseHeads() {
        return new ResponseHeads(fileOrders, unbufferedEvents, this::onControlCharacters);
    }

    /** {@return what has happened on the connections} */
    public FcgiStatistics getStatistics() {
        return statistics;
    }

    /** {@return the requests answered with an error because their variables made no valid request} */
    public long getBadRequests() {
        return statistics.ended(FcgiStatistics.Outcome.INVALID);
    }

    /** {@return how often something was noticed that an operator may not expect, by its name} */
    @ManagedAttribute("requests of which an operator may not expect something, by what it is")
    public Map<String, Long> getNotices() {
        return notices.counts();
    }

    NoticeLog notices() {
        return notices;
    }

    void warnOfOverload() {
        if (overloadWarnings.tryAcquire()) {
            LOG.warn(
                    "A request was refused for lack of room: {} requests are open or still run (maxRequests={},"
                            + " maxRequestsPerConnection={}), {} bytes of parameters are held (maxIncompleteBytes={});"
                            + " this is said once a minute",
                    capacity.requests(),
                    maxRequests,
                    maxRequestsPerConnection,
                    capacity.incompleteBytes(),
                    maxIncompleteBytes);
        }
    }

    private void onRefusedPeer(SocketAddress peer) {
        refusedConnections.increment();
        if (refusedPeerWarnings.tryAcquire()) {
            LOG.warn(
                    "A connection of {} was closed, for it is not among the peers that may connect; this is said once a minute",
                    peer instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "a Unix socket");
        }
    }

    /** {@return the connections closed because their peer may not connect} */
    @ManagedAttribute("connections closed because their peer may not connect")
    public long getRefusedConnections() {
        return refusedConnections.sum();
    }

    /** Tells of a response head that may not fit the web server's buffer. */
    void onResponseHead(int bytes) {
        if (bytes > headWarningBytes && headWarnings.tryAcquire()) {
            LOG.warn(
                    "A response head has {} bytes; web servers answer 502 when it does not fit their buffer (nginx:"
                            + " fastcgi_buffer_size); this is said once a minute",
                    bytes);
        }
    }

    /** Tells of a field that an application has set to more than one line. */
    private void onControlCharacters() {
        responsesWithControlCharacters.increment();
        if (controlCharacterWarnings.tryAcquire()) {
            LOG.warn("An application has put a line end or another control character into a response field; blanks were"
                    + " sent in its place; this is said once a minute");
        }
    }

    /** Tells of a response that was begun and cannot be completed. */
    void onCut(CgiRequest request, Throwable failure) {
        if (!(failure instanceof QuietException) && cutWarnings.tryAcquire()) {
            LOG.warn(
                    "{} {}: the response was begun and cannot be completed, so that the connection breaks off: {}; this is"
                            + " said once a minute",
                    request.method(),
                    request.requestURI(),
                    failure.toString());
        }
    }

    /** {@return the responses in whose fields an application had put control characters} */
    @ManagedAttribute("responses in whose fields an application had put control characters")
    public long getResponsesWithControlCharacters() {
        return responsesWithControlCharacters.sum();
    }

    /** {@return the requests refused because there was no room for them} */
    public long getRefusedRequests() {
        return statistics.ended(FcgiStatistics.Outcome.REFUSED);
    }

    /** {@return the requests that are open or still run} */
    @ManagedAttribute("requests that are open or still run")
    public int getOpenRequests() {
        return capacity.requests();
    }

    /** {@return the connections closed because the web server broke the protocol} */
    public long getProtocolErrors() {
        return statistics.getBrokenConnections();
    }

    /** {@return which peers may connect, or {@code null} for all} */
    public @Nullable Predicate<SocketAddress> getAllowedPeers() {
        return allowedPeers;
    }

    /**
     * Sets which peers may connect (FastCGI 1.0, section 3.2); the connections of others are closed before anything is
     * read.
     *
     * @param allowedPeers tells it of a peer's address, as {@link PeerAddresses} does; the default is {@code null}: all
     */
    public void setAllowedPeers(@Nullable Predicate<SocketAddress> allowedPeers) {
        this.allowedPeers = allowedPeers;
    }

    /** {@return whether input is read into direct buffers} */
    @ManagedAttribute("whether input is read into direct buffers")
    public boolean isUseInputDirectByteBuffers() {
        return useInputDirectByteBuffers;
    }

    /**
     * Sets where input is read to.
     *
     * @param useInputDirectByteBuffers whether to direct buffers; the default is {@code true}
     */
    public void setUseInputDirectByteBuffers(boolean useInputDirectByteBuffers) {
        this.useInputDirectByteBuffers = useInputDirectByteBuffers;
    }

    /** {@return whether requests of one connection may be interleaved (FCGI_MPXS_CONNS)} */
    @ManagedAttribute("whether requests of one connection may be interleaved (FCGI_MPXS_CONNS)")
    public boolean isMultiplexing() {
        return multiplexing;
    }

    /**
     * Allows requests of one connection to be interleaved.
     *
     * @param multiplexing whether to; the default is {@code false}: a request whose application does not read holds
     *     up the others of its connection
     */
    public void setMultiplexing(boolean multiplexing) {
        this.multiplexing = multiplexing;
    }

    /** {@return most bytes in the FCGI_PARAMS stream of one request} */
    @ManagedAttribute("most bytes in the FCGI_PARAMS stream of one request")
    public int getMaxParamsBytes() {
        return maxParamsBytes;
    }

    /**
     * Limits the parameters of a request; one with more is answered 431.
     *
     * @param maxParamsBytes bytes, at least 1; the default is 262144
     */
    public void setMaxParamsBytes(int maxParamsBytes) {
        this.maxParamsBytes = maxParamsBytes;
    }

    /** {@return most name-value pairs in one request} */
    @ManagedAttribute("most name-value pairs in one request")
    public int getMaxParams() {
        return maxParams;
    }

    /**
     * Limits the number of parameters of a request; one with more is answered 431.
     *
     * @param maxParams pairs, at least 1; the default is 1000
     */
    public void setMaxParams(int maxParams) {
        this.maxParams = maxParams;
    }

    /** {@return most bytes in the name of one pair} */
    @ManagedAttribute("most bytes in the name of one pair")
    public int getMaxNameBytes() {
        return maxNameBytes;
    }

    /**
     * Limits the names of parameters; a request with a longer one is answered 431.
     *
     * @param maxNameBytes bytes, at least 1; the default is 1024
     */
    public void setMaxNameBytes(int maxNameBytes) {
        this.maxNameBytes = maxNameBytes;
    }

    /** {@return most bytes in the value of one pair} */
    @ManagedAttribute("most bytes in the value of one pair")
    public int getMaxValueBytes() {
        return maxValueBytes;
    }

    /**
     * Limits the values of parameters; a request with a longer one is answered 431.
     *
     * @param maxValueBytes bytes, at least 1; the default is 131072
     */
    public void setMaxValueBytes(int maxValueBytes) {
        this.maxValueBytes = maxValueBytes;
    }

    /** {@return most connections accepted at once (FCGI_MAX_CONNS)} */
    @ManagedAttribute("most connections accepted at once (FCGI_MAX_CONNS)")
    public int getMaxConnections() {
        return maxConnections;
    }

    /**
     * Limits the connections of one connector; further ones wait in the system's queue. Kept by this module's connectors.
     *
     * @param maxConnections connections, at least 1; the default is 10000
     */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    /** {@return most requests that are open or still run, over all connections (FCGI_MAX_REQS)} */
    @ManagedAttribute("most requests that are open or still run, over all connections (FCGI_MAX_REQS)")
    public int getMaxRequests() {
        return maxRequests;
    }

    /**
     * Limits the requests that are open or still run, over all connections; one more is refused as overload.
     *
     * @param maxRequests requests, at least 1; the default is 10000
     */
    public void setMaxRequests(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    /** {@return most requests open at once on one multiplexed connection} */
    @ManagedAttribute("most requests open at once on one multiplexed connection")
    public int getMaxRequestsPerConnection() {
        return maxRequestsPerConnection;
    }

    /**
     * Limits the requests of one multiplexed connection; one more is refused as overload.
     *
     * @param maxRequestsPerConnection requests, at least 1; the default is 100
     */
    public void setMaxRequestsPerConnection(int maxRequestsPerConnection) {
        this.maxRequestsPerConnection = maxRequestsPerConnection;
    }

    /** {@return how a request is refused for which there is no room} */
    @ManagedAttribute("how a request is refused for which there is no room")
    public Overload getOverload() {
        return overload;
    }

    /**
     * Sets how a request is refused for which there is no room.
     *
     * @param overload the default, {@link Overload#STATUS}, answers 503; with {@link Overload#PROTOCOL} some
     *     web servers make an empty response with status 200 of a refused request, or wait for ever
     */
    public void setOverload(Overload overload) {
        this.overload = overload;
    }

    /** {@return most bytes of parameters whose streams have not ended, over all connections} */
    @ManagedAttribute("most bytes of parameters whose streams have not ended, over all connections")
    public long getMaxIncompleteBytes() {
        return maxIncompleteBytes;
    }

    /**
     * Limits what is held of parameters that have not ended, over all connections; a request beyond it is refused as
     * overload.
     *
     * @param maxIncompleteBytes bytes, at least 1; the default is 16 MiB
     */
    public void setMaxIncompleteBytes(long maxIncompleteBytes) {
        this.maxIncompleteBytes = maxIncompleteBytes;
    }

    /** {@return most bytes in a FCGI_GET_VALUES record and in unsent replies} */
    @ManagedAttribute("most bytes in a FCGI_GET_VALUES record and in unsent replies")
    public int getMaxManagementBytes() {
        return maxManagementBytes;
    }

    /**
     * Limits management records; a connection with more is closed.
     *
     * @param maxManagementBytes bytes, at least 1; the default is 8192
     */
    public void setMaxManagementBytes(int maxManagementBytes) {
        this.maxManagementBytes = maxManagementBytes;
    }

    /** {@return bytes of a request's body that are held until the application reads them} */
    @ManagedAttribute("bytes of a request's body that are held until the application reads them")
    public int getBodyWindowBytes() {
        return bodyWindowBytes;
    }

    /**
     * Sets how much of a body is held until the application reads it; when it is full, the connection is not read.
     *
     * @param bodyWindowBytes bytes, at least 1; the default is 65536
     */
    public void setBodyWindowBytes(int bodyWindowBytes) {
        this.bodyWindowBytes = bodyWindowBytes;
    }

    /** {@return most bytes of a body that are dropped because the application did not read them} */
    @ManagedAttribute("most bytes of a body that are dropped because the application did not read them")
    public long getMaxUnreadBytes() {
        return maxUnreadBytes;
    }

    /**
     * Limits what is read and dropped of a body that the application left unread; a connection with more is closed.
     *
     * @param maxUnreadBytes bytes; the default is 64 MiB
     */
    public void setMaxUnreadBytes(long maxUnreadBytes) {
        this.maxUnreadBytes = maxUnreadBytes;
    }

    /** {@return milliseconds a new connection may be silent} */
    @ManagedAttribute("milliseconds a new connection may be silent")
    public long getFirstByteMillis() {
        return firstByteMillis;
    }

    /**
     * Limits how long a new connection may be silent before it is closed.
     *
     * @param firstByteMillis milliseconds, at least 1; the default is 10000. Counts when it is less than the connector's
     *     idle timeout
     */
    public void setFirstByteMillis(long firstByteMillis) {
        this.firstByteMillis = firstByteMillis;
    }

    /** {@return milliseconds the parameters of a request may take} */
    @ManagedAttribute("milliseconds the parameters of a request may take")
    public long getParamsMillis() {
        return paramsMillis;
    }

    /**
     * Limits how long the parameters of a request may take; one beyond it is answered 408. Half a record between
     * requests closes the connection after the same time.
     *
     * @param paramsMillis milliseconds, at least 1; the default is 30000
     */
    public void setParamsMillis(long paramsMillis) {
        this.paramsMillis = paramsMillis;
    }

    /** {@return milliseconds a request may keep a multiplexed connection from being read} */
    @ManagedAttribute("milliseconds a request may keep a multiplexed connection from being read")
    public long getStallMillis() {
        return stallMillis;
    }

    /**
     * Limits how long a request whose window is full may keep a multiplexed connection from being read. Then it is
     * answered 503; if its response has begun, its body is dropped.
     *
     * @param stallMillis milliseconds, at least 1; the default is 30000
     */
    public void setStallMillis(long stallMillis) {
        this.stallMillis = stallMillis;
    }

    /** {@return milliseconds an application may take to return from an aborted request} */
    @ManagedAttribute("milliseconds an application may take to return from an aborted request")
    public long getAbortMillis() {
        return abortMillis;
    }

    /**
     * Limits how long an application may take to return from a request that the web server has aborted; then
     * END_REQUEST is sent without it.
     *
     * @param abortMillis milliseconds, at least 1; the default is 30000
     */
    public void setAbortMillis(long abortMillis) {
        this.abortMillis = abortMillis;
    }

    /** {@return what the end of the web server's output means while a request is open} */
    @ManagedAttribute("what the end of the web server's output means while a request is open")
    public HalfClose getHalfClose() {
        return halfClose;
    }

    /**
     * Sets what the end of the web server's output means while a request is open.
     *
     * @param halfClose the default is {@link HalfClose#ABORT}. With {@link HalfClose#ANSWER} an application works on for
     *     clients that have gone
     */
    public void setHalfClose(HalfClose halfClose) {
        this.halfClose = halfClose;
    }

    /** {@return milliseconds given to the web server to close a connection after its last response} */
    @ManagedAttribute("milliseconds given to the web server to close a connection after its last response")
    public long getDrainMillis() {
        return drainMillis;
    }

    /**
     * Sets how long a connection that ends is still read, so that nothing written is lost.
     *
     * @param drainMillis milliseconds, 0 to close at once; the default is 5000
     */
    public void setDrainMillis(long drainMillis) {
        this.drainMillis = drainMillis;
    }

    /** {@return what is believed of the variables of a request} */
    public TrustPolicy getTrustPolicy() {
        return trustPolicy;
    }

    /**
     * Sets what is believed of the variables of a request.
     *
     * @param trustPolicy the default is {@link TrustPolicy#DEFAULT}
     */
    public void setTrustPolicy(TrustPolicy trustPolicy) {
        this.trustPolicy = trustPolicy;
        this.recentRequests = new RecentRequests<>(trustPolicy, RequestFacts::of);
    }

    /** {@return whether applications may order the web server to send a file or another resource} */
    @ManagedAttribute("whether applications may order the web server to send a file or another resource")
    public boolean isFileOrders() {
        return fileOrders;
    }

    /**
     * Lets fields such as X-Sendfile and X-Accel-Redirect through.
     *
     * @param fileOrders whether to; the default is {@code false}. A risk when an application can be tricked into
     *     setting such a field: the web server then sends files of its own
     */
    public void setFileOrders(boolean fileOrders) {
        this.fileOrders = fileOrders;
        this.responseHeads = newResponseHeads();
    }

    /** {@return whether event streams get X-Accel-Buffering: no} */
    @ManagedAttribute("whether event streams get X-Accel-Buffering: no")
    public boolean isUnbufferedEvents() {
        return unbufferedEvents;
    }

    /**
     * Adds X-Accel-Buffering: no to event streams, without which nginx holds events back.
     *
     * @param unbufferedEvents whether to; the default is {@code true}
     */
    public void setUnbufferedEvents(boolean unbufferedEvents) {
        this.unbufferedEvents = unbufferedEvents;
        this.responseHeads = newResponseHeads();
    }

    /** {@return most bytes of FCGI_STDERR a request gets for an uncaught error} */
    @ManagedAttribute("most bytes of FCGI_STDERR a request gets for an uncaught error")
    public int getMaxStderrBytes() {
        return maxStderrBytes;
    }

    /**
     * Limits what the web server is told, on FCGI_STDERR, of an error that the application did not catch.
     *
     * @param maxStderrBytes bytes, 0 to 32768, 0 to tell it nothing; the default is 1024
     */
    public void setMaxStderrBytes(int maxStderrBytes) {
        this.maxStderrBytes = maxStderrBytes;
    }

    /** {@return the appStatus of a request whose application did not catch an error} */
    @ManagedAttribute("the appStatus of a request whose application did not catch an error")
    public int getErrorAppStatus() {
        return errorAppStatus;
    }

    /**
     * Sets the appStatus in the END_REQUEST of a response that reports an error the application did not catch.
     *
     * @param errorAppStatus 0 to 255; the default is 0, as some web servers (OpenLiteSpeed) put an error page of their
     *     own in place of the response otherwise
     */
    public void setErrorAppStatus(int errorAppStatus) {
        this.errorAppStatus = errorAppStatus;
    }

    /** {@return bytes of a response head from which on a warning is logged} */
    @ManagedAttribute("bytes of a response head from which on a warning is logged")
    public int getHeadWarningBytes() {
        return headWarningBytes;
    }

    /**
     * Sets from which size on a response head is logged: web servers give up a response whose head does not fit their
     * buffer.
     *
     * @param headWarningBytes bytes; the default is 4096
     */
    public void setHeadWarningBytes(int headWarningBytes) {
        this.headWarningBytes = headWarningBytes;
    }

    /** {@return the largest CONTENT_LENGTH with which a request is run only when its body has come} */
    @ManagedAttribute("largest CONTENT_LENGTH with which a request is run only when its body has come")
    public int getDispatchAfterBodyBytes() {
        return dispatchAfterBodyBytes;
    }

    /**
     * Sets up to which CONTENT_LENGTH a request waits for its body without a thread, so that slow clients hold none. It
     * waits for no more than fits the window of a body. Of use where the web server passes bodies on while they come.
     *
     * @param dispatchAfterBodyBytes bytes; the default is 0: every request is run at once
     */
    public void setDispatchAfterBodyBytes(int dispatchAfterBodyBytes) {
        this.dispatchAfterBodyBytes = dispatchAfterBodyBytes;
    }
}
