package dev.fcgi.jetty;

import dev.fcgi.jetty.RequestModel.Ending;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Steps of web servers and applications in random order, some of them at once, against a model of what may follow. */
@AddLifecycleHook(value = ModelRun.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
class RequestLifeCycleModelTest {
    private static final String ENDINGS = "endings";

    private final List<LifeCycle> started = new ArrayList<>();

    @Property
    @StatisticsReport(label = ENDINGS, value = StatisticsReportMode.OFF)
    void requestsOneAfterTheOther(@ForAll("single") ActionChain<LifeCycle> steps) {
        check(steps);
    }

    @Property
    @StatisticsReport(label = ENDINGS, value = StatisticsReportMode.OFF)
    void requestsAtOnce(@ForAll("multiplexed") ActionChain<LifeCycle> steps) {
        check(steps);
    }

    @Property
    @StatisticsReport(label = ENDINGS, value = StatisticsReportMode.OFF)
    void requestsAnsweredBehindTheEndOfInput(@ForAll("halfClosed") ActionChain<LifeCycle> steps) {
        check(steps);
    }

    private static void check(ActionChain<LifeCycle> steps) {
        LifeCycle life = steps.run();
        life.finish();
        life.endings().forEach(ending -> Statistics.label(ENDINGS).collect(ending));
        if (ModelRun.isFull()) {
            Statistics.label(ENDINGS).coverage(coverage -> {
                for (Ending ending : EnumSet.complementOf(EnumSet.of(Ending.BUSY))) { // that is rare
                    coverage.check(ending).count(count -> count > 0);
                }
            });
        }
    }

    @AfterTry
    void close() {
        List<LifeCycle> all = List.copyOf(started);
        started.clear();
        all.forEach(LifeCycle::close);
    }

    @Provide
    Arbitrary<ActionChain<LifeCycle>> single() {
        return LifeCycleSteps.from(() -> start(false, HalfClose.ABORT));
    }

    @Provide
    Arbitrary<ActionChain<LifeCycle>> multiplexed() {
        return LifeCycleSteps.from(() -> start(true, HalfClose.ABORT));
    }

    @Provide
    Arbitrary<ActionChain<LifeCycle>> halfClosed() {
        return LifeCycleSteps.from(() -> start(true, HalfClose.ANSWER));
    }

    private LifeCycle start(boolean multiplexing, HalfClose halfClose) {
        LifeCycle life = new LifeCycle(multiplexing, halfClose);
        started.add(life);
        return life;
    }
}
