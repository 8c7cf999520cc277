using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Storage;
using Kubesharp.Store;

namespace Kubesharp.Server.Rest;

/// <summary>Takes the events of one watch in the form its client asked for. They reach the client with the next flush.</summary>
internal abstract class WatchOutput
{
    /// <summary>Whether nothing waits to be flushed.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>Whether so much waits that it should be flushed.</summary>
    public abstract bool IsFull { get; }

    /// <summary>Adds a change.</summary>
    public abstract void Write(ChangeType type, StoredObject value);

    /// <summary>Tells the client how far it has seen everything.</summary>
    public abstract void WriteBookmark(long revision, string? annotation);

    /// <summary>Tells the client why the watch ends.</summary>
    public abstract void WriteError(Status status);

    /// <summary>Hands everything over; the first flush begins the answer. False when the client has gone.</summary>
    public abstract ValueTask<bool> FlushAsync(CancellationToken cancellationToken);

    /// <summary>The metadata that a bookmark consists of.</summary>
    protected static ObjectMeta BookmarkMetadata(long revision, string? annotation)
    {
        var metadata = new ObjectMeta { ResourceVersion = revision.ToString(CultureInfo.InvariantCulture) };
        return annotation is null ? metadata : metadata with { Annotations = ValueMap.Of(annotation, "true") };
    }
}
