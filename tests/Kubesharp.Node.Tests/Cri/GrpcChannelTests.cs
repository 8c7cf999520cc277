using Google.Protobuf;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Tests.Cri;

/// <summary>The gRPC client against a scripted server, for what a real runtime does only when it is broken.</summary>
public sealed class GrpcChannelTests : IAsyncLifetime
{
    private readonly string _socket = Path.Combine(Path.GetTempPath(), $"ks-grpc-{Guid.NewGuid():N}.sock");
    private RequestDelegate _answer = _ => Task.CompletedTask;
    private WebApplication _server = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(_socket, listen => listen.Protocols = HttpProtocols.Http2));
        _server = builder.Build();
        _server.Run(context =>
        {
            context.Response.ContentType = "application/grpc";
            return _answer(context);
        });
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_socket);
    }

    [Fact]
    public async Task Call_MessageAndOkTrailer_ReturnsMessage()
    {
        _answer = async context =>
        {
            Assert.Equal("/runtime.v1.RuntimeService/Version", context.Request.Path);
            Assert.Equal("trailers", context.Request.Headers.TE);
            Assert.Equal("120000m", context.Request.Headers["grpc-timeout"]);
            await Send(context, new VersionResponse { RuntimeName = "scripted" });
            context.Response.AppendTrailer("grpc-status", "0");
        };

        Assert.Equal("scripted", (await Client().VersionAsync(default)).RuntimeName);
    }

    [Fact]
    public async Task Call_ErrorWithoutBody_ThrowsDecodedMessage()
    {
        _answer = context =>
        {
            context.Response.Headers["grpc-status"] = "9";
            context.Response.Headers["grpc-message"] = "not ready: 100%25 %C3%A4";
            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAsync<GrpcException>(() => Client().VersionAsync(default));

        Assert.Equal((GrpcStatusCode.FailedPrecondition, "not ready: 100% ä"), (error.Code, error.Detail));
        Assert.Equal("rpc error: code = FailedPrecondition desc = not ready: 100% ä", error.Message);
    }

    [Fact]
    public async Task Call_ErrorAfterMessage_Throws()
    {
        _answer = async context =>
        {
            await Send(context, new VersionResponse());
            context.Response.AppendTrailer("grpc-status", "2");
            context.Response.AppendTrailer("grpc-message", "late");
        };

        Assert.Equal("late", (await Assert.ThrowsAsync<GrpcException>(() => Client().VersionAsync(default))).Detail);
    }

    [Fact]
    public async Task Call_NoAnswerInTime_ThrowsDeadlineExceeded()
    {
        var time = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        _answer = context =>
        {
            arrived.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        using var channel = new GrpcChannel(_socket, time);

        var call = new CriClient(channel).VersionAsync(default);
        await arrived.Task;
        time.Advance(TimeSpan.FromMinutes(2));

        var error = await Assert.ThrowsAsync<GrpcException>(() => call);
        Assert.Equal("rpc error: code = DeadlineExceeded desc = context deadline exceeded", error.Message);
    }

    [Fact]
    public async Task Call_CancelledByCaller_StaysCancellation()
    {
        using var cancel = new CancellationTokenSource();
        _answer = context =>
        {
            cancel.Cancel();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client().VersionAsync(cancel.Token));
    }

    [Fact]
    public async Task Call_NobodyListens_ThrowsUnavailable()
    {
        using var channel = new GrpcChannel(_socket + ".none", TimeProvider.System);

        var error = await Assert.ThrowsAsync<GrpcException>(() => new CriClient(channel).VersionAsync(default));

        Assert.True(error.IsUnavailable);
    }

    [Fact]
    public async Task Stream_SeveralMessagesThenError_YieldsThemThenThrows()
    {
        _answer = async context =>
        {
            await Send(context, new ContainerEventResponse { ContainerId = "a" });
            await Send(context, new ContainerEventResponse { ContainerId = "b" });
            context.Response.AppendTrailer("grpc-status", "14");
            context.Response.AppendTrailer("grpc-message", "going down");
        };
        var seen = new List<string>();

        var error = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (var item in Client().GetContainerEventsAsync(default)) seen.Add(item.ContainerId);
        });

        Assert.Equal(["a", "b"], seen);
        Assert.Equal("going down", error.Detail);
    }

    private static async Task Send(HttpContext context, IMessage message)
    {
        var body = message.ToByteArray();
        var prefix = new byte[] { 0, 0, 0, (byte)(body.Length >> 8), (byte)body.Length };
        await context.Response.Body.WriteAsync(prefix);
        await context.Response.Body.WriteAsync(body);
        await context.Response.Body.FlushAsync();
    }

    private CriClient Client() => new(new GrpcChannel(_socket, TimeProvider.System));
}
