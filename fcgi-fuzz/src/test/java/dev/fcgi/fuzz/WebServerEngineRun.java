package dev.fcgi.fuzz;

import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.WebServerEngine;
import dev.fcgi.core.WebServerEvent;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run of {@link WebServerEngine} that checks, after every step, what must hold at any time. */
final class WebServerEngineRun {
    private final WebServerEngine engine;
    private final Trace trace = new Trace();
    private @Nullable ProtocolException lost;

    private WebServerEngineRun(Script script) {
        engine = new WebServerEngine(script.limits());
    }

    /** {@return what a web server gets to see} */
    static List<String> trace(FuzzInput input, Cuts cuts) {
        WebServerEngineRun run = new WebServerEngineRun(input.script());
        cuts.feed(input, run::feed, action -> {});
        return run.trace.lines();
    }

    private void feed(ByteBuffer piece) {
        int before = piece.position();
        try {
            WebServerEvent event;
            while ((event = engine.next(piece)) != WebServerEvent.NeedInput.INSTANCE) {
                Require.that(piece.position() > before, "an event out of nothing");
                before = piece.position();
                on(event);
            }
            Require.that(!piece.hasRemaining(), "input left over");
            Require.that(lost == null, "an error that is forgotten");
        } catch (ProtocolException x) {
            if (lost == null) {
                lost = x;
                trace.add("lost " + x.reason());
            } else {
                Require.that(x == lost, "another error");
                Require.that(piece.position() == before, "input consumed after an error");
            }
        }
    }

    private void on(WebServerEvent event) {
        if (event instanceof WebServerEvent.Output output) {
            Require.that(output.content().isReadOnly(), "content that can be written to");
            Require.that(output.last() != output.content().hasRemaining(), "an end with content, or nothing without");
            String stream = output.type() + " " + output.requestId();
            if (output.last()) {
                trace.add("end of " + stream);
            } else {
                trace.add(stream, output.content());
            }
        } else if (event instanceof WebServerEvent.EndRequest end) {
            trace.add("end request " + end.requestId() + " " + end.body().appStatus() + " "
                    + end.body().protocolStatusCode());
        } else if (event instanceof WebServerEvent.GetValuesResult result) {
            trace.add("values " + Pair.listOf(result.values()));
        } else if (event instanceof WebServerEvent.UnknownType unknown) {
            trace.add("unknown type " + unknown.typeCode());
        } else {
            throw new AssertionError(event);
        }
    }
}
