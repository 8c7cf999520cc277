namespace Kubesharp.Api.Validation;

/// <summary>Makes names out of <c>metadata.generateName</c>.</summary>
public sealed class NameGenerator(Random random)
{
    /// <summary>Consonants and digits that do not look alike, so that no words arise and names can be read aloud.</summary>
    public const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public const int SuffixLength = 5;

    /// <summary>Longest base that leaves room for the suffix in a label of 63 characters; longer ones are cut.</summary>
    public const int MaxBaseLength = Names.LabelMaxLength - SuffixLength;

    private readonly Lock _lock = new();

    /// <summary>The base, cut to 58 characters, with five random characters after it. Safe to call from several threads.</summary>
    public string Generate(string baseName) => string.Concat(baseName.AsSpan(0, Math.Min(baseName.Length, MaxBaseLength)), Suffix(SuffixLength));

    /// <summary>Random characters of the alphabet.</summary>
    public string Suffix(int length)
    {
        lock (_lock) return random.GetString(Alphabet, length);
    }
}
