namespace Kubesharp.Server.Patch;

/// <summary>An operation of a JSON patch cannot be carried out. Clients are not told why; the text is for logs and tests.</summary>
internal sealed class JsonPatchException(string message, bool isFailedTest = false) : Exception(message)
{
    /// <summary>Whether everything was there, but not what the patch expects.</summary>
    public bool IsFailedTest => isFailedTest;
}
