using Kubesharp.Api;
using Kubesharp.Client;

namespace Kubesharp.Server.Wire;

/// <summary>
/// Feature of a request from inside the process. Its body may be a record, and its answer too; then nothing is encoded on the way. Whoever
/// reads bodies or answers asks <see cref="RecordExchange"/>.
/// </summary>
internal interface IRecordExchange
{
    /// <summary>The body; null when it is bytes.</summary>
    IKind? Sent { get; }

    /// <summary>Whether the caller takes records for an answer.</summary>
    bool TakesRecords { get; }

    /// <summary>Answers with an object or a <see cref="RecordList"/>, once the request is served. A later answer replaces it.</summary>
    void Answer(object records);

    /// <summary>Answers with a stream that goes on until the request is served.</summary>
    RecordStream AnswerStream();
}
