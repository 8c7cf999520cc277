using System.Reflection;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Schema;

namespace Kubesharp.Api.Tests;

/// <summary>The doc comments of the records are what <c>kubectl explain</c> shows, so they have to be there and to read well.</summary>
public sealed class DocumentationTests
{
    private static readonly Type[] ApiTypes = [.. typeof(Pod).Assembly.GetTypes().Where(type => type.GetCustomAttribute<ApiTypeAttribute>() is not null)];

    [Fact]
    public void Kinds_AllHaveADescription()
    {
        var silent = ApiTypes.Where(type => type.GetCustomAttribute<KindAttribute>() is not null && SchemaOf(type).Description.Length == 0);
        Assert.Empty(silent);
    }

    [Fact]
    public void Fields_AtLeastAThousandHaveADescription()
    {
        var described = ApiTypes.Sum(type => SchemaOf(type).Fields.Count(field => field.Description.Length > 0));
        Assert.True(described >= 1000, $"only {described} fields have a description");
    }

    [Theory]
    [InlineData(typeof(PodSpec))]
    [InlineData(typeof(PodStatus))]
    [InlineData(typeof(Container))]
    [InlineData(typeof(Probe))]
    [InlineData(typeof(Toleration))]
    [InlineData(typeof(SecurityContext))]
    [InlineData(typeof(ServiceSpec))]
    [InlineData(typeof(NodeStatus))]
    [InlineData(typeof(Meta.V1.ObjectMeta))]
    [InlineData(typeof(Apps.V1.DeploymentSpec))]
    [InlineData(typeof(Batch.V1.JobSpec))]
    public void DailyTypes_EveryFieldHasADescription(Type type) =>
        Assert.Empty(SchemaOf(type).Fields.Where(field => field.Description.Length == 0).Select(field => field.Name));

    [Fact]
    public void Descriptions_AreSentences()
    {
        var texts = ApiTypes.Select(SchemaOf).SelectMany(schema => schema.Fields.Select(field => field.Description).Append(schema.Description));
        Assert.All(texts.Where(text => text.Length > 0), text =>
        {
            Assert.EndsWith(".", text);
            Assert.DoesNotContain("  ", text);
            Assert.DoesNotContain("&lt;", text);
        });
    }

    private static TypeSchema SchemaOf(Type type) => (TypeSchema)type.GetProperty("Schema", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
