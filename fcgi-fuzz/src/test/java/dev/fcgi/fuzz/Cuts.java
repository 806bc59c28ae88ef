package dev.fcgi.fuzz;

import dev.fcgi.fuzz.Script.Action;
import dev.fcgi.fuzz.Script.Step;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** Where the wire is cut besides the places where the application does something. */
enum Cuts {
    NOWHERE,
    AS_SCRIPTED,
    EVERYWHERE;

    /**
     * Feeds the wire to an engine and has the application do its part.
     *
     * @param input the wire and the script
     * @param engine takes each piece; may not read it later
     * @param application takes each action
     */
    void feed(FuzzInput input, Consumer<ByteBuffer> engine, Consumer<Action> application) {
        int from = 0;
        for (Step step : input.script().steps(input.wire().length)) {
            if (step.action() != Action.CUT || this != NOWHERE) {
                feed(input, from, step.offset(), engine);
                from = step.offset();
                application.accept(step.action());
            }
        }
        feed(input, from, input.wire().length, engine);
    }

    private void feed(FuzzInput input, int from, int to, Consumer<ByteBuffer> engine) {
        int most = switch (this) {
            case NOWHERE -> to - from;
            case AS_SCRIPTED -> input.script().pieceLength();
            case EVERYWHERE -> 1;
        };
        for (int start = from; start < to; start += most) {
            byte[] piece = Arrays.copyOfRange(input.wire(), start, Math.min(to, start + most));
            engine.accept(ByteBuffer.wrap(piece));
            Arrays.fill(piece, (byte) 0xEE); // whoever still looks at it reads nonsense
        }
    }
}
