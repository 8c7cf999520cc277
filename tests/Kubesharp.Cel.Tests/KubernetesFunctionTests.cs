using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Tests;

/// <summary>The libraries that Kubernetes adds to the language.</summary>
public sealed class KubernetesFunctionTests
{
    [Theory]
    [InlineData("quantity('1Gi').isGreaterThan(quantity('1000Mi'))")]
    [InlineData("quantity('50k').add(20).compareTo(quantity('50020')) == 0")]
    [InlineData("quantity('200M').sub(quantity('100M')) == quantity('100M')")]
    [InlineData("quantity('-1').sign() == -1 && quantity('1500m').isInteger() == false && quantity('2k').asInteger() == 2000")]
    [InlineData("quantity('50.703k').asApproximateFloat() == 50703.0")]
    [InlineData("isQuantity('1.3Gi') && !isQuantity('1.3Gigs') && type(quantity('1')) == kubernetes.Quantity")]
    [InlineData("semver('1.2.3').isLessThan(semver('1.10.0')) && semver('1.0.0-alpha').compareTo(semver('1.0.0')) == -1")]
    [InlineData("semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3")]
    [InlineData("isSemver('v1.0', true) && !isSemver('v1.0') && semver('v01.2', true) == semver('1.2.0')")]
    [InlineData("semver('1.0.0-alpha.2').isLessThan(semver('1.0.0-alpha.10')) && !isSemver('1.0.0-01')")]
    [InlineData("[1, 2, 2].isSorted() && [1, 2, 3].sum() == 6 && ['b', 'a'].min() == 'a' && [1.5, 0.5].max() == 1.5")]
    [InlineData("[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2 && [1].indexOf(3) == -1 && 'abc'.indexOf('c') == 2")]
    [InlineData("sets.contains([1, 2], [2]) && sets.equivalent([1, 1], [1]) && !sets.intersects([1], [2])")]
    [InlineData("'abc 123'.find('[0-9]+') == '123' && '1 2 3'.findAll('[0-9]') == ['1', '2', '3'] && '1 2 3'.findAll('[0-9]', 1) == ['1']")]
    [InlineData("url('https://u@example.com:80/p%20q?k=a&k=b').getQuery() == {'k': ['a', 'b']}")]
    [InlineData("url('https://example.com:80/').getHost() == 'example.com:80' && url('https://example.com:80/').getPort() == '80'")]
    [InlineData("url('https://[::1]:80/').getHostname() == '::1' && url('/path').getEscapedPath() == '/path' && url('/path').getScheme() == ''")]
    [InlineData("isURL('https://a.b') && !isURL('../p') && !isURL('https://a:b:c/')")]
    [InlineData("ip('127.0.0.1').isLoopback() && ip('::1').family() == 6 && !isIP('010.0.0.1') && isIP('2001:db8::abcd')")]
    [InlineData("ip.isCanonical('2001:db8::abcd') && !ip.isCanonical('2001:DB8::ABCD') && string(ip('10.0.0.1')) == '10.0.0.1'")]
    [InlineData("cidr('192.168.0.0/24').containsIP('192.168.0.1') && !cidr('192.168.0.0/24').containsCIDR('192.168.0.0/23')")]
    [InlineData("cidr('192.168.1.5/24').masked() == cidr('192.168.1.0/24') && cidr('::1/128').prefixLength() == 128")]
    [InlineData("!format.dns1123Label().validate('my-label').hasValue() && format.dns1123Label().validate('No').hasValue()")]
    [InlineData("format.named('uuid').hasValue() && !format.named('none').hasValue() && format.dns1123LabelPrefix().validate('a-') == optional.none()")]
    public void KubernetesFunction_Called_GivesWhatKubernetesGives(string source) => Assert.Equal(CelBool.True, Evaluate(source));

    [Theory]
    [InlineData("[].min()", "min called on empty list")]
    [InlineData("{'a': 1}.b", "no such key: b")]
    [InlineData("[1][1]", "index out of bounds: 1")]
    [InlineData("1 / 0", "division by zero")]
    [InlineData("9223372036854775807 + 1", "integer overflow")]
    [InlineData("'a' < 1", "no such overload")]
    public void Evaluate_Fails_SaysWhy(string source, string message) => Assert.Equal(message, Assert.IsType<CelError>(Evaluate(source)).Message);

    [Theory]
    [InlineData("x", "undeclared reference to 'x' (in container '')")]
    [InlineData("f(1)", "undeclared reference to 'f' (in container '')")]
    [InlineData("size()", "found no matching overload for 'size'")]
    [InlineData("1 +", "Syntax error: mismatched input '<EOF>'")]
    public void Compile_Malformed_Throws(string source, string message) => Assert.Equal(message, Assert.Throws<CelException>(() => CelEnvironment.Kubernetes.Compile(source)).Message);

    [Fact]
    public void Compile_DeeplyNested_IsRefusedInsteadOfExhaustingTheStack() =>
        Assert.Throws<CelException>(() => CelEnvironment.Kubernetes.Compile(new string('(', 100_000) + "1" + new string(')', 100_000)));

    [Fact]
    public void Evaluate_CostsTooMuch_Fails()
    {
        const string list = "[0,1,2,3,4,5,6,7,8,9]";
        var program = CelEnvironment.Kubernetes.Compile($"{list}.all(a, {list}.all(b, {list}.all(c, {list}.all(d, a + b + c + d >= 0))))");
        Assert.Equal("operation cancelled: actual cost limit exceeded", Assert.IsType<CelError>(program.Evaluate(CelVariables.None, costLimit: 10_000)).Message);
        Assert.Equal(CelBool.True, program.Evaluate(CelVariables.None, costLimit: 10_000_000, out var cost));
        Assert.True(cost > 10_000);
    }

    [Fact]
    public void Evaluate_Stopped_Throws()
    {
        var list = string.Join(',', Enumerable.Range(0, 100));
        var program = CelEnvironment.Kubernetes.Compile($"[{list}].all(a, [{list}].all(b, a + b >= 0))");
        Assert.Throws<OperationCanceledException>(() => program.Evaluate(CelVariables.None, long.MaxValue, new CancellationToken(canceled: true)));
    }

    private static CelValue Evaluate(string source) => CelEnvironment.Kubernetes.Compile(source).Evaluate(CelVariables.None);
}
