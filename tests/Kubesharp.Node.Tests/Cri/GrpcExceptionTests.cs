using Kubesharp.Node.Cri;

namespace Kubesharp.Node.Tests.Cri;

/// <summary>What the answers of a runtime mean.</summary>
public sealed class GrpcExceptionTests
{
    [Theory]
    [InlineData(GrpcStatusCode.Unavailable, "connection refused", true)]
    [InlineData(GrpcStatusCode.Unimplemented, "unknown service runtime.v1.RuntimeService", true)]
    [InlineData(GrpcStatusCode.Unknown, "server is not initialized yet", true)]
    [InlineData(GrpcStatusCode.Unknown, "something else", false)]
    [InlineData(GrpcStatusCode.NotFound, "no such container", false)]
    public void IsStarting_AnswersOfARuntime_AreToldApart(GrpcStatusCode code, string detail, bool isStarting) =>
        Assert.Equal(isStarting, new GrpcException(code, detail).IsStarting);
}
