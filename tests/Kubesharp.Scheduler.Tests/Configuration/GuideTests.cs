using System.Text;
using System.Text.RegularExpressions;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Tests.Configuration;

/// <summary>What docs/scheduler.md says is so.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs/scheduler.md"));

    [Fact]
    public void Examples_AreValid()
    {
        var examples = Example().Matches(Guide).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(3, examples.Count);
        foreach (var example in examples) Assert.NotEmpty(KubeSchedulerConfigurationReader.Read(Encoding.UTF8.GetBytes(example)).Profiles);
    }

    [Fact]
    public void Sample_IsValid() =>
        Assert.Equal("thrifty", Assert.Single(KubeSchedulerConfigurationReader.Load(Path.Combine(Repository.Root, "samples/PricePlugin/scheduler.yaml")).Profiles).SchedulerName);

    [Fact]
    public void ClassicalNames_MapToPluginsThatExist()
    {
        var known = DefaultPlugins.Enabled.Select(entry => entry.Name).ToHashSet();
        var rows = Row().Matches(Guide[Guide.IndexOf("## The classical names", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value).ToList();
        Assert.InRange(rows.Count, 25, 60);
        Assert.All(rows, name => Assert.Contains(name, known));
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| `(?:Check|PodFits|Pod|Host|Match|No|Max|Least|Most|Requested|Balanced|Selector|Even|Service|Inter|Node|Taint|Image)\w+`[^|]*\| `(\w+)`", RegexOptions.Multiline)]
    private static partial Regex Row();
}
