namespace Kubesharp.Node.Cri;

/// <summary>
/// A gRPC call that ended with a status other than OK. <see cref="Exception.Message"/> has the form Go programs print
/// (<c>rpc error: code = NotFound desc = ...</c>), because that text reaches users in events and container statuses.
/// </summary>
public sealed class GrpcException : Exception
{
    public GrpcException(GrpcStatusCode code, string detail, Exception? inner = null)
        : base($"rpc error: code = {NameOf(code)} desc = {detail}", inner)
    {
        Code = code;
        Detail = detail;
    }

    public GrpcStatusCode Code { get; }

    /// <summary>What the server said, without the prefix of <see cref="Exception.Message"/>.</summary>
    public string Detail { get; }

    /// <summary>True when the named object does not exist.</summary>
    public bool IsNotFound => Code == GrpcStatusCode.NotFound;

    /// <summary>True when the server does not know the method.</summary>
    public bool IsUnimplemented => Code == GrpcStatusCode.Unimplemented;

    /// <summary>True when the server could not be reached, so that the same call may succeed later.</summary>
    public bool IsUnavailable => Code == GrpcStatusCode.Unavailable;

    /// <summary>
    /// True for what a runtime answers while it starts: nothing, that it does not know CRI, or, as containerd, that CRI has not read its state yet.
    /// </summary>
    public bool IsStarting => IsUnavailable || IsUnimplemented || (Code == GrpcStatusCode.Unknown && Detail.Contains("server is not initialized yet", StringComparison.Ordinal));

    private static string NameOf(GrpcStatusCode code) => code == GrpcStatusCode.Cancelled ? "Canceled" : code.ToString();
}
