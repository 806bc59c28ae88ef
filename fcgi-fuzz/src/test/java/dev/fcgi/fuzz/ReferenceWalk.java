package dev.fcgi.fuzz;

import dev.fcgi.fuzz.Script.Action;
import dev.fcgi.fuzz.Script.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Goes through the records of a wire and has the application act where its script says. */
final class ReferenceWalk {
    /** Takes content as far as it has come when the application does something. */
    interface Content {
        /** {@return whether more of the record is wanted} */
        boolean take(int from, int to);
    }

    private final byte[] wire;
    private final Application application;
    private final Deque<Step> steps;

    ReferenceWalk(FuzzInput input, Application application) {
        this.wire = input.wire();
        this.application = application;
        this.steps = new ArrayDeque<>(input.script().steps(wire.length));
        steps.removeIf(step -> step.action() == Action.CUT);
    }

    /** Calls for each record as soon as its header is there. */
    void walk(Consumer<WireRecord> onRecord) {
        for (WireRecord record : WireRecord.read(wire)) {
            actUpTo(record.contentStart() - 1);
            onRecord.accept(record);
        }
        actUpTo(wire.length);
    }

    /** Gives the content of the current record, as much as there is and as is wanted. */
    void read(WireRecord record, Content content) {
        int end = Math.min(record.contentEnd(), wire.length);
        int at = record.contentStart();
        boolean wanted = true;
        actUpTo(at);
        while (at < end && wanted) {
            int to = steps.isEmpty() ? end : Math.min(end, steps.element().offset());
            wanted = content.take(at, to);
            at = to;
            if (at < record.contentEnd()) {
                actUpTo(at);
            }
        }
    }

    private void actUpTo(int offset) {
        while (!steps.isEmpty() && steps.element().offset() <= offset) {
            application.act(steps.remove().action());
        }
    }
}
