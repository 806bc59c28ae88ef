package dev.fcgi.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private final AsyncContext async = mock();
    private final Output out = new Output();
    private final List<EventStream> ended = new ArrayList<>();
    private final CompletableFuture<Void> ticking = new CompletableFuture<>();
    private Runnable tick = () -> {};

    @Test
    void sendsTheFirstEventAtOnceAndOnePerTickToTheCount() throws Exception {
        EventStream stream = start(3);
        stream.onWritePossible();
        assertThat(out.events()).hasSize(1);
        tick.run();
        assertThat(out.events()).hasSize(2);
        verify(async, never()).complete();
        tick.run();
        assertThat(out.events()).hasSize(3).last().asString().startsWith("data: {\"event\":3,\"count\":3,\"time\":\"");
        assertThat(out.flushes).isEqualTo(3);
        verify(async).complete();
        assertThat(ended).containsExactly(stream);
        assertThat(ticking).isCancelled();
    }

    @Test
    void leavesTheOutputAloneBeforeTheContainerOffersIt() {
        start(3);
        tick.run();
        assertThat(out.events()).isEmpty();
    }

    @Test
    void makesUpForTicksOnceTheClientReadsAgain() throws Exception {
        EventStream stream = start(3);
        stream.onWritePossible();
        out.ready = false;
        for (int i = 0; i < 5; i++) {
            tick.run();
        }
        assertThat(out.events()).hasSize(1);
        out.ready = true;
        stream.onWritePossible();
        assertThat(out.events()).hasSize(3);
        verify(async).complete();
    }

    @Test
    void completesOnceWhenTheClientIsGone() throws Exception {
        EventStream stream = start(3);
        stream.onWritePossible();
        out.broken = true;
        tick.run();
        stream.onError(new IOException("gone"));
        verify(async, times(1)).complete();
        assertThat(ended).containsExactly(stream);
    }

    private EventStream start(int count) {
        EventStream stream = new EventStream(async, out, count, ended::add);
        stream.start(task -> {
            tick = task;
            return ticking;
        });
        return stream;
    }

    /** A response whose readiness the test decides. */
    private static final class Output extends ServletOutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean ready = true;
        private boolean broken;
        private int flushes;

        List<String> events() {
            return bytes.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("data: "))
                    .toList();
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public void write(int b) throws IOException {
            if (broken) {
                throw new IOException("gone");
            }
            bytes.write(b);
        }
    }
}
