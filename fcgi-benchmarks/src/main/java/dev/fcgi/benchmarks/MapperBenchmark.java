package dev.fcgi.benchmarks;

import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.servlet.CgiException;
import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.CgiRequestMapper;
import dev.fcgi.servlet.RecentRequests;
import dev.fcgi.servlet.TrustPolicy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The bridge on the way in: a request's variables to its facts. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MapperBenchmark {
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
