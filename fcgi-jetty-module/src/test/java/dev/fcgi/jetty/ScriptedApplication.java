package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import dev.fcgi.jetty.RequestModel.Completion;
import dev.fcgi.jetty.RequestModel.Operation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * The application of one request: does what the test tells it, in the thread of its handler until it leaves that, and
 * tells the model of it.
 */
final class ScriptedApplication implements TestServer.Application {
    final RequestModel model;
    private final Executor observer;
    private final Executor threads;
    private final boolean listening;
    private final BlockingQueue<Runnable> script = new LinkedBlockingQueue<>();
    private boolean left;

    private volatile @Nullable Request request;
    private volatile @Nullable Response response;
    private volatile @Nullable Callback callback;

    /** @param listening whether it wants to be told of failures while it neither reads nor writes */
    ScriptedApplication(RequestModel model, boolean listening, Executor observer, Executor threads) {
        this.model = model;
        this.listening = listening;
        this.observer = observer;
        this.threads = threads;
    }

    @Override
    public void handle(Request request, Response response, Callback callback) throws Exception {
        this.request = request;
        this.response = response;
        this.callback = callback;
        response.getHeaders().put("X-Tag", model.tag);
        if (listening) {
            request.addFailureListener(x -> observer.execute(model::tell));
        }
        observer.execute(() -> model.enter(listening));
        while (!model.hasLeft()) {
            script.take().run();
        }
    }

    /** @param elsewhere in another thread than that of the handler, if that is still there */
    private void run(boolean elsewhere, Runnable step) {
        if (left || elsewhere) {
            threads.execute(step);
        } else {
            script.add(step);
        }
    }

    void read(boolean toTheEnd, InvocationType type) {
        observer.execute(() -> {
            Operation operation = model.beginRead(toTheEnd);
            run(false, () -> read(operation, type));
        });
    }

    private void read(Operation operation, InvocationType type) {
        Request from = requireNonNull(request);
        while (true) {
            Content.Chunk chunk = from.read();
            if (chunk == null) {
                from.demand(Invocable.from(type, () -> read(operation, type)));
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                observer.execute(() -> model.onReadFailure(operation, chunk.getFailure()));
                return;
            }
            String content = ISO_8859_1.decode(chunk.getByteBuffer()).toString();
            chunk.release();
            boolean last = chunk.isLast();
            observer.execute(() -> {
                if (!content.isEmpty()) {
                    model.onContent(operation, content);
                }
                if (last) {
                    model.onEndOfContent(operation);
                } else if (!operation.last) {
                    model.finishRead(operation);
                }
            });
            if (last || !operation.last) {
                return;
            }
        }
    }

    void write(int length, boolean last, InvocationType type) {
        observer.execute(() -> {
            Operation operation = model.beginWrite(length, last);
            byte[] content = model.content(length);
            Callback written = Callback.from(
                    type,
                    () -> observer.execute(() -> model.onWritten(operation)),
                    x -> observer.execute(() -> model.onWriteFailure(operation, x)));
            run(false, () -> requireNonNull(response).write(last, ByteBuffer.wrap(content), written));
        });
    }

    void complete(boolean failing, boolean elsewhere) {
        observer.execute(() -> {
            Completion completion = model.complete(failing);
            run(elsewhere, () -> {
                if (failing) {
                    requireNonNull(callback).failed(new QuietException.RuntimeException("on purpose"));
                } else {
                    requireNonNull(callback).succeeded();
                }
                observer.execute(completion::done);
            });
        });
    }

    /** {@return whether it was told to leave its handler} */
    boolean isLeaving() {
        return left;
    }

    /** Leaves the handler, and goes on in other threads unless it has completed. */
    void leave() {
        left = true;
        script.add(() -> observer.execute(model::leave));
    }

    /** Leaves the handler with an exception, which completes the request. */
    void leaveThrowing() {
        left = true;
        observer.execute(() -> {
            Completion completion = model.completeByException();
            script.add(() -> {
                observer.execute(() -> {
                    completion.done();
                    model.leave();
                });
                throw new QuietException.RuntimeException("on purpose");
            });
        });
    }

    /** Ends whatever has not ended, even if it is yet to be run. */
    void end() {
        List<Completion> completion = new ArrayList<>();
        run(false, () -> {
            observer.execute(() -> {
                if (model.mayComplete()) {
                    completion.add(model.complete(false));
                }
            });
            if (!completion.isEmpty()) {
                requireNonNull(callback).succeeded();
                observer.execute(completion.get(0)::done);
            }
        });
        if (!left) {
            leave();
        }
    }

    /** The test is over. */
    void abandon() {
        script.add(() -> {
            throw new QuietException.RuntimeException("the test is over");
        });
    }
}
