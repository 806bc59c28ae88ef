package dev.fcgi.benchmarks;

import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.servlet.CgiException;
import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.CgiRequestMapper;
import dev.fcgi.servlet.RecentRequests;
import dev.fcgi.servlet.TrustPolicy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The bridge on the way in: a request's variables to its facts. */
public class MapperBenchmark extends TimedBenchmark {
    /** What is mapped. */
    @Param
    @SuppressWarnings("NullAway.Init") // set by JMH
    public CapturedRequest request;

    /** More than are remembered. */
    private static final int OTHERS = 4096;

    private final RecentRequests<CgiRequest> recent = new RecentRequests<>(TrustPolicy.DEFAULT, it -> it);
    private final NameValuePairs[] others = new NameValuePairs[OTHERS];
    private NameValuePairs params = NameValuePairs.EMPTY;
    private int next;

    /**
     * Makes the input.
     *
     * @throws ProtocolException never
     */
    @Setup
    public void setUp() throws ProtocolException {
        params = request.params();
        for (int i = 0; i < OTHERS; i++) {
            others[i] = request.params(i);
        }
    }

    /**
     * Maps a request as if it were the first one of its connection.
     *
     * @return the facts
     * @throws CgiException never
     */
    @Benchmark
    public CgiRequest mapAfresh() throws CgiException {
        return CgiRequestMapper.map(params, TrustPolicy.DEFAULT);
    }

    /**
     * Maps a request that is the same as the one before.
     *
     * @return the facts
     * @throws CgiException never
     */
    @Benchmark
    public CgiRequest mapThePreviousAgain() throws CgiException {
        return recent.map(params);
    }

    /**
     * Maps a request that differs from the one before in a value: that of another client.
     *
     * @return the facts
     * @throws CgiException never
     */
    @Benchmark
    public CgiRequest mapLikeThePrevious() throws CgiException {
        next = (next + 1) % OTHERS;
        return recent.map(others[next]);
    }
}
