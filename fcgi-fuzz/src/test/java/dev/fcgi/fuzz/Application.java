package dev.fcgi.fuzz;

import dev.fcgi.fuzz.Script.Action;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The application of a script: writes down what it sees, and ends requests. It cannot tell an engine from its reference. */
final class Application {
    /** The application's side of a connection. */
    interface Connection {
        void endRequest(int requestId);

        /** The application has finished with a request that it was to run. */
        void onApplicationFinished();

        /** Time is over for the request that has been begun longest ago without getting its parameters. */
        void failOldestIncomplete();

        void refuseRequests();

        /** Whole records, possibly none. */
        byte[] takeReplies();

        int openRequests();

        boolean isFinished();

        /** Requests that are counted against the limit of all connections. */
        int places();

        void close();
    }

    private final Script script;
    private final Connection connection;
    private final Trace trace = new Trace();
    private final List<Integer> requestIds = new ArrayList<>();
    private final Set<Integer> running = new HashSet<>();
    private int events;

    Application(Script script, Connection connection) {
        this.script = script;
        this.connection = connection;
    }

    void onRequest(int requestId, boolean keepConnection, List<Pair> params, String note) {
        running.add(requestId);
        onEvent("request", requestId, " keep=" + keepConnection + " " + params + " " + note);
    }

    void onStdin(int requestId, ByteBuffer content) {
        trace.add("stdin " + requestId, content);
    }

    void onStdinEnded(int requestId) {
        onEvent("end of stdin", requestId, "");
    }

    void onAbort(int requestId) {
        onEvent("abort", requestId, "");
    }

    void onRequestFailed(int requestId, Object reason) {
        onEvent("failed", requestId, " " + reason);
    }

    void onConnectionLost(Object reason) {
        trace.add("lost " + reason);
    }

    private void onEvent(String what, int requestId, String details) {
        trace.add(what + " " + requestId + details);
        if (!requestIds.contains(requestId)) {
            requestIds.add(requestId);
        }
        if (script.endsRequestAt(events++)) {
            end(requestIds.indexOf(requestId));
        }
    }

    void act(Action action) {
        switch (action) {
            case CUT -> {
                return;
            }
            case END_OLDEST_REQUEST -> end(0);
            case END_NEWEST_REQUEST -> end(requestIds.size() - 1);
            case TAKE_REPLIES -> takeReplies();
            case FAIL_OLDEST_INCOMPLETE -> connection.failOldestIncomplete();
            case REFUSE_REQUESTS -> connection.refuseRequests();
        }
        trace.add(action + " leaves open=" + connection.openRequests() + " finished=" + connection.isFinished()
                + " places=" + connection.places());
    }

    private void end(int index) {
        if (index >= 0 && index < requestIds.size()) {
            int requestId = requestIds.remove(index);
            connection.endRequest(requestId);
            if (running.remove(requestId)) {
                connection.onApplicationFinished();
            }
        }
    }

    private void takeReplies() {
        trace.add("replies " + HexFormat.of().formatHex(connection.takeReplies()));
    }

    /** {@return what the application has seen; the run is over} */
    List<String> trace() {
        act(Action.TAKE_REPLIES);
        connection.close();
        trace.add("closed leaves places=" + connection.places());
        return trace.lines();
    }
}
