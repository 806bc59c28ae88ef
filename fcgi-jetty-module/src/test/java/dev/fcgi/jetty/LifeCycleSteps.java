package dev.fcgi.jetty;

import dev.fcgi.core.RecordType;
import dev.fcgi.jetty.LifeCycle.Fault;
import dev.fcgi.jetty.LifeCycle.Leave;
import dev.fcgi.jetty.LifeCycle.Pace;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.ChangeDetector;
import net.jqwik.api.state.Transformer;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** The steps of {@link LifeCycle} at random. */
final class LifeCycleSteps {
    private static final int MOST_STEPS = 40;

    private static final Arbitrary<Integer> PICKS = Arbitraries.integers().between(0, 5);
    private static final Arbitrary<Integer> IDS = Arbitraries.integers().between(1, 3);
    private static final Arbitrary<Boolean> OFTEN = Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false));
    private static final Arbitrary<Boolean> SELDOM = OFTEN.map(often -> !often);
    private static final Arbitrary<Boolean> SOMETIMES = Arbitraries.of(true, false, false);
    private static final Arbitrary<Boolean> FLAGS = Arbitraries.of(false, true);
    private static final Arbitrary<Pace> PACES = Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(new Pace(true, 0))),
            Tuple.of(2, Arbitraries.integers().between(0, 300).map(micros -> new Pace(false, micros))));
    private static final Arbitrary<InvocationType> TYPES =
            Arbitraries.of(InvocationType.NON_BLOCKING, InvocationType.BLOCKING);
    private static final Arbitrary<Integer> BODIES =
            Arbitraries.frequency(Tuple.of(8, 100), Tuple.of(2, 10_000), Tuple.of(1, 90_000));
    private static final Arbitrary<Integer> WRITES =
            Arbitraries.frequency(Tuple.of(2, 0), Tuple.of(5, 100), Tuple.of(2, 20_000), Tuple.of(2, 200_000));

    private LifeCycleSteps() {}

    static Arbitrary<ActionChain<LifeCycle>> from(Supplier<LifeCycle> start) {
        ActionChainArbitrary<LifeCycle> chain = ActionChain.startWith(start);
        return chain.withAction(1, step("connect", PACES.map(pace -> life -> life.connect(pace))))
                .withAction(
                        6,
                        step(
                                "begin",
                                Combinators.combine(PICKS, IDS, OFTEN, OFTEN, FLAGS, PACES)
                                        .as((pick, id, keep, listening, whole, pace) ->
                                                life -> life.begin(pick, id, keep, listening, whole, pace))))
                .withAction(
                        1,
                        step(
                                "beginUnknownRole",
                                Combinators.combine(PICKS, IDS, OFTEN, PACES)
                                        .as((pick, id, keep, pace) ->
                                                life -> life.beginUnknownRole(pick, id, keep, pace))))
                .withAction(
                        5,
                        step(
                                "params",
                                Combinators.combine(
                                                PICKS,
                                                Arbitraries.of(0, 1, 3),
                                                Arbitraries.of(-1, -1, 0, 100, 200, 10_000),
                                                PACES)
                                        .as((pick, pieces, length, pace) ->
                                                life -> life.params(pick, pieces, length, pace))))
                .withAction(
                        5,
                        step(
                                "stdin",
                                Combinators.combine(PICKS, BODIES, SELDOM, PACES)
                                        .as((pick, length, last, pace) ->
                                                life -> life.stdin(pick, length, last, pace))))
                .withAction(
                        2,
                        step(
                                "endStdin",
                                Combinators.combine(PICKS, PACES)
                                        .as((pick, pace) -> life -> life.stdin(pick, 0, true, pace))))
                .withAction(
                        3,
                        step(
                                "abort",
                                Combinators.combine(PICKS, PACES).as((pick, pace) -> life -> life.abort(pick, pace))))
                .withAction(
                        2,
                        step(
                                "fault",
                                Combinators.combine(PICKS, Arbitraries.of(Fault.class), PACES)
                                        .as((pick, fault, pace) -> life -> life.fault(pick, fault, pace))))
                .withAction(
                        1,
                        step(
                                "stray",
                                Combinators.combine(
                                                PICKS,
                                                IDS,
                                                Arbitraries.of(
                                                        RecordType.PARAMS,
                                                        RecordType.STDIN,
                                                        RecordType.DATA,
                                                        RecordType.ABORT_REQUEST),
                                                PACES)
                                        .as((pick, id, type, pace) -> life -> life.stray(pick, id, type, pace))))
                .withAction(
                        1,
                        step("ask", Combinators.combine(PICKS, PACES).as((pick, pace) -> life -> life.ask(pick, pace))))
                .withAction(
                        1,
                        step(
                                "breakFraming",
                                Combinators.combine(PICKS, FLAGS, PACES)
                                        .as((pick, again, pace) -> life -> life.breakFraming(pick, again, pace))))
                .withAction(
                        1,
                        step(
                                "leave",
                                Combinators.combine(PICKS, Arbitraries.of(Leave.class), PACES)
                                        .as((pick, how, pace) -> life -> life.leave(pick, how, pace))))
                .withAction(
                        2,
                        step(
                                "lag",
                                Combinators.combine(PICKS, FLAGS, PACES)
                                        .as((pick, lag, pace) -> life -> life.lag(pick, lag, pace))))
                .withAction(
                        5,
                        step(
                                "read",
                                Combinators.combine(PICKS, FLAGS, TYPES, PACES)
                                        .as((pick, toTheEnd, type, pace) ->
                                                life -> life.read(pick, toTheEnd, type, pace))))
                .withAction(
                        6,
                        step(
                                "write",
                                Combinators.combine(PICKS, WRITES, SELDOM, TYPES, PACES)
                                        .as((pick, length, last, type, pace) ->
                                                life -> life.write(pick, length, last, type, pace))))
                .withAction(
                        5,
                        step(
                                "complete",
                                Combinators.combine(PICKS, SOMETIMES, FLAGS, PACES)
                                        .as((pick, failing, elsewhere, pace) ->
                                                life -> life.complete(pick, failing, elsewhere, pace))))
                .withAction(
                        4,
                        step(
                                "leaveHandler",
                                Combinators.combine(PICKS, SELDOM, PACES)
                                        .as((pick, throwing, pace) -> life -> life.leaveHandler(pick, throwing, pace))))
                .withMaxTransformations(MOST_STEPS)
                .improveShrinkingWith(Changes::new);
    }

    /** Tells steps that did nothing: the first that can be left out. */
    private static final class Changes implements ChangeDetector<LifeCycle> {
        private int steps;

        @Override
        public void before(LifeCycle before) {
            steps = before.steps();
        }

        @Override
        public boolean hasChanged(LifeCycle after) {
            return after.steps() > steps;
        }
    }

    private static Action.Independent<LifeCycle> step(String name, Arbitrary<Consumer<LifeCycle>> steps) {
        return new Action.Independent<>() {
            @Override
            public Arbitrary<Transformer<LifeCycle>> transformer() {
                return steps.map(step -> Transformer.mutate(name, step));
            }
        };
    }
}
