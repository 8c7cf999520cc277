namespace Kubesharp.Api.Serialization;

/// <summary>Collects unknown and repeated members met while reading, with their paths, for strict and warning field validation.</summary>
public sealed class DecodeProblems
{
    private readonly List<string> _messages = [];

    /// <summary>Such as <c>unknown field "spec.containers[0].imagee"</c>, in the order met.</summary>
    public IReadOnlyList<string> Messages => _messages;

    public void Unknown(string path) => Add($"unknown field \"{path}\"");

    public void Duplicate(string path) => Add($"duplicate field \"{path}\"");

    internal void Unknown(ReadOnlySpan<byte> json, long valueOffset) => Unknown(JsonText.PathAt(json, valueOffset, withIndexes: true));

    internal void Duplicate(ReadOnlySpan<byte> json, long valueOffset) => Duplicate(JsonText.PathAt(json, valueOffset, withIndexes: true));

    internal void Duplicate(ReadOnlySpan<byte> json, long endOffset, string key)
    {
        var parent = JsonText.PathAt(json, endOffset, withIndexes: true);
        Duplicate(parent.Length == 0 ? key : $"{parent}.{key}");
    }

    private void Add(string message)
    {
        if (!_messages.Contains(message)) _messages.Add(message);
    }
}
