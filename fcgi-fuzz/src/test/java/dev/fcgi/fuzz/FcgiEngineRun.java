package dev.fcgi.fuzz;

import dev.fcgi.core.ApplicationValues;
import dev.fcgi.core.Capacity;
import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.RecentPairs;
import dev.fcgi.core.Role;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run of {@link FcgiEngine} that checks, after every step, what must hold at any time. */
final class FcgiEngineRun implements Application.Connection {
    private final Script script;
    private final Capacity capacity;
    private final FcgiEngine engine;
    private final Function<NameValuePairs, String> note;
    private final Application application;
    private @Nullable ProtocolException lost;

    private FcgiEngineRun(Script script, Function<NameValuePairs, String> note) {
        this.script = script;
        this.capacity = new Capacity(script.maxRequests(), script.maxIncompleteBytes());
        this.engine = new FcgiEngine(
                script.limits(),
                new ApplicationValues(200, 100, script.multiplexing()),
                script.overload(),
                capacity,
                new RecentPairs());
        this.note = note;
        this.application = new Application(script, this);
    }

    /**
     * Runs an engine over a whole input.
     *
     * @param note what is written down of the parameters of each request besides the parameters
     * @return what the application saw
     */
    static List<String> trace(FuzzInput input, Cuts cuts, Function<NameValuePairs, String> note) {
        FcgiEngineRun run = new FcgiEngineRun(input.script(), note);
        cuts.feed(input, run::feed, run.application::act);
        return run.application.trace();
    }

    private void feed(ByteBuffer piece) {
        if (lost != null) {
            requireStillLost(piece, lost);
            return;
        }
        try {
            int before = piece.position();
            Event event;
            while ((event = engine.next(piece)) != Event.NeedInput.INSTANCE) {
                Require.that(piece.position() > before, "an event out of nothing");
                before = piece.position();
                on(event);
                requireWithinLimits();
            }
            Require.that(!piece.hasRemaining(), "input left over");
        } catch (ProtocolException x) {
            lost = x;
            application.onConnectionLost(x.reason());
            requireStillLost(piece, x);
        }
        requireWithinLimits();
    }

    private void on(Event event) {
        if (event instanceof Event.Stdin stdin) {
            Require.that(stdin.content().isReadOnly(), "content that can be written to");
            Require.that(stdin.last() != stdin.content().hasRemaining(), "an end with content, or nothing without one");
            if (stdin.last()) {
                application.onStdinEnded(stdin.requestId());
            } else {
                application.onStdin(stdin.requestId(), stdin.content());
            }
        } else if (event instanceof Event.Request request) {
            Require.that(request.role() == Role.RESPONDER, "a role that nobody plays");
            application.onRequest(
                    request.requestId(),
                    request.keepConnection(),
                    Pair.listOf(request.params()),
                    note.apply(request.params()));
        } else if (event instanceof Event.AbortRequest abort) {
            application.onAbort(abort.requestId());
        } else if (event instanceof Event.RequestFailed failed) {
            application.onRequestFailed(failed.requestId(), failed.reason());
        } else {
            throw new AssertionError(event);
        }
    }

    private void requireStillLost(ByteBuffer piece, ProtocolException lost) {
        int before = piece.position();
        try {
            throw new AssertionError(engine.next(piece) + " after " + lost);
        } catch (ProtocolException again) {
            Require.that(again == lost, "another error");
        }
        Require.that(piece.position() == before, "input consumed after an error");
    }

    private void requireWithinLimits() {
        int most = script.limits().maxRequestsPerConnection() * (script.overload() == Overload.STATUS ? 2 : 1);
        Require.that(engine.openRequests() <= (script.multiplexing() ? most : 1), "too many requests open");
        Require.that(capacity.requests() <= script.maxRequests(), "too many requests on all connections");
        Require.that(capacity.incompleteBytes() <= script.maxIncompleteBytes(), "too many incomplete bytes");
    }

    @Override
    public void endRequest(int requestId) {
        engine.endRequest(requestId);
    }

    @Override
    public void onApplicationFinished() {
        capacity.endRequest();
    }

    @Override
    public void failOldestIncomplete() {
        engine.failIncomplete(engine.incompleteSince()).forEach(this::on);
    }

    @Override
    public void refuseRequests() {
        engine.refuseRequests();
    }

    @Override
    public byte[] takeReplies() {
        ByteBuffer replies = engine.takeReplies();
        byte[] bytes = new byte[replies == null ? 0 : replies.remaining()];
        if (replies != null) {
            replies.get(bytes);
        }
        Require.that(bytes.length <= script.limits().maxManagementBytes(), "too many replies kept");
        return bytes;
    }

    @Override
    public int openRequests() {
        return engine.openRequests();
    }

    @Override
    public boolean isFinished() {
        return engine.isFinished();
    }

    @Override
    public int places() {
        return capacity.requests();
    }

    @Override
    public void close() {
        engine.close();
        Require.that(capacity.incompleteBytes() == 0, "room for pairs not given back");
    }
}
