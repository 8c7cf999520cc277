namespace Kubesharp.EndToEnd.Tests;

/// <summary>The kubesharp program that was built with the tests.</summary>
internal static class Binary
{
    public static string Path { get; } = System.IO.Path.Combine(
        Repository.Root, "src/Kubesharp/bin", System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!), "net10.0/kubesharp");
}
