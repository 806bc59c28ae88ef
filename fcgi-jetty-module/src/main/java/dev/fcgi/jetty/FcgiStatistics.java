package dev.fcgi.jetty;

import dev.fcgi.core.ProtocolException.Reason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;

/** Counts what happens on the connections of one factory, since it was made. Thread safe. */
@ManagedObject("FastCGI statistics")
public final class FcgiStatistics {
    /** How a request has ended. */
    enum Outcome {
        /** With a whole response of an application, whatever its status, or with a redirect of the connector. */
        COMPLETED,
        /** The web server wanted no more of it, or has gone. */
        ABORTED,
        /** With a response that was begun and could not be completed. */
        CUT,
        /** Answered with an error, because it was no valid one. */
        INVALID,
        /** Answered with 503, because there was no room for it or its application did not read. */
        REFUSED
    }

    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final Map<Outcome, LongAdder> requests = adders(Outcome.class);
    private final Map<Reason, LongAdder> faults = adders(Reason.class);

    FcgiStatistics() {}

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            adders.put(constant, new LongAdder());
        }
        return adders;
    }

    void onOpened() {
        opened.increment();
    }

    void onClosed() {
        closed.increment();
    }

    void onBytesIn(long bytes) {
        bytesIn.add(bytes);
    }

    void onBytesOut(long bytes) {
        bytesOut.add(bytes);
    }

    void onEnded(Outcome outcome) {
        adder(requests, outcome).increment();
    }

    /** A fault that one request had. */
    void onFault(Reason reason) {
        adder(faults, reason).increment();
    }

    /** A fault that its connection is closed for. */
    void onBroken(Reason reason) {
        onFault(reason);
        broken.increment();
    }

    private static <E extends Enum<E>> LongAdder adder(Map<E, LongAdder> adders, E constant) {
        LongAdder adder = adders.get(constant);
        if (adder == null) {
            throw new AssertionError(constant); // there is one for each
        }
        return adder;
    }

    long ended(Outcome outcome) {
        return adder(requests, outcome).sum();
    }

    /** {@return the connections that were opened} */
    @ManagedAttribute("connections opened")
    public long getConnections() {
        return opened.sum();
    }

    /** {@return the connections that are open} */
    @ManagedAttribute("connections open now")
    public long getOpenConnections() {
        return Math.max(0, opened.sum() - closed.sum());
    }

    /** {@return the connections closed because the web server broke the protocol} */
    @ManagedAttribute("connections closed because the web server broke the protocol")
    public long getBrokenConnections() {
        return broken.sum();
    }

    /** {@return the bytes received, records with their headers} */
    @ManagedAttribute("bytes received, with the headers of records")
    public long getBytesIn() {
        return bytesIn.sum();
    }

    /** {@return the bytes sent, records with their headers} */
    @ManagedAttribute("bytes sent, with the headers of records")
    public long getBytesOut() {
        return bytesOut.sum();
    }

    /** {@return how many requests have ended, by outcome: completed, aborted, cut, invalid, refused} */
    @ManagedAttribute("requests ended, by outcome: completed, aborted, cut (the response could not be completed),"
            + " invalid (answered 4xx by the connector), refused (answered 503 by the connector)")
    public Map<String, Long> getRequests() {
        return counts(requests);
    }

    /** {@return how many faults there were in what web servers sent, by reason} */
    @ManagedAttribute("faults in what web servers sent, of connections and of requests, by reason")
    public Map<String, Long> getProtocolErrors() {
        return counts(faults);
    }

    private static <E extends Enum<E>> Map<String, Long> counts(Map<E, LongAdder> adders) {
        Map<String, Long> counts = new TreeMap<>();
        adders.forEach((constant, adder) ->
                counts.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), adder.sum()));
        return counts;
    }
}
