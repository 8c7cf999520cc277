namespace Kubesharp.Bench.Scheduler;

/// <summary>What objects are encoded as between client and server.</summary>
internal enum Wire
{
    Json,
    Protobuf,
}
