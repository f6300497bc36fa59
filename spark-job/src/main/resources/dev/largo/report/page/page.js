'use strict';
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const button = (figure, text, action) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.addEventListener('click', () => action(made));
    figure.querySelector('figcaption').append(made);
  };

  const save = (name, url) => {
    const link = document.createElement('a');
    link.download = name;
    link.href = url;
    link.click();
  };

  const stroke = (api, x1, y1, x2, y2, lineWidth = 2) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke: api.visual('color'), lineWidth },
  });

  // A horizontal bar from the second to the third value, at the place of the first on the y axis.
  const interval = (params, api) => {
    const place = api.value(0);
    const from = api.coord([api.value(1), place]);
    const to = api.coord([api.value(2), place]);
    return {
      type: 'group',
      children: [
        stroke(api, from[0], from[1], to[0], to[1]),
        stroke(api, from[0], from[1] - 4, from[0], from[1] + 4),
        stroke(api, to[0], to[1] - 4, to[0], to[1] + 4),
      ],
    };
  };

  // A vertical bar from the second to the third value, at the place of the first on the x axis.
  const whiskers = (params, api) => {
    const place = api.value(0);
    const [x, from] = api.coord([place, api.value(1)]);
    const [, to] = api.coord([place, api.value(2)]);
    return {
      type: 'group',
      children: [
        stroke(api, x, from, x, to, 1.5),
        stroke(api, x - 4, from, x + 4, from, 1.5),
        stroke(api, x - 4, to, x + 4, to, 1.5),
      ],
    };
  };

  // A cross at the bottom, over the first value and in the row that the second one names.
  const lost = (params, api) => {
    const [x] = api.coord([api.value(0), NaN]);
    const y = params.coordSys.y + params.coordSys.height - 12 * api.value(1) - 8;
    return {
      type: 'group',
      children: [stroke(api, x - 4, y - 4, x + 4, y + 4, 2.5), stroke(api, x - 4, y + 4, x + 4, y - 4, 2.5)],
    };
  };

  // From the second to the third value over the first, as one surface.
  const band = (data) => (params, api) => {
    if (params.dataIndexInside > 0) {
      return null;
    }
    const whole = data.filter((point) => !point.includes(null));
    const edge = (side) => whole.map((point) => api.coord([point[0], point[side]]));
    const { x, y, width, height } = params.coordSys;
    return {
      type: 'polygon',
      shape: { points: [...edge(2), ...edge(1).reverse()] },
      style: { fill: api.visual('color'), opacity: 0.18 },
      clipPath: { type: 'rect', shape: { x, y, width, height } },
    };
  };

  const number = (value, precision = 5) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return value == null || typeof value === 'number' ? '-' : value;
    }
    const size = Math.abs(value);
    if (Number.isInteger(value) && size < 1e7) {
      return String(value);
    }
    const digits = size !== 0 && (size < 1e-3 || size >= 1e7) ? value.toExponential(Math.min(3, precision - 1)) : value.toPrecision(precision);
    return digits.replace(/(\.\d*?)0+(e|$)/, '$1$2').replace(/\.(e|$)/, '$1');
  };
  const short = (step) => (step >= 1e6 ? +(step / 1e6).toFixed(2) + 'M' : step >= 1e4 ? +(step / 1e3).toFixed(1) + 'k' : step);
  const epoch = (step, perEpoch) => +(step / perEpoch).toFixed(perEpoch > 200 ? 2 : 1);

  const steps = (axis) => {
    const perEpoch = axis.largoPerEpoch;
    axis.axisLabel = {
      hideOverlap: true,
      lineHeight: 14,
      formatter: (step) => short(+step) + (perEpoch ? '\n' + epoch(step, perEpoch) : ''),
    };
    axis.axisPointer = {
      label: {
        formatter: ({ value }) =>
          'step ' + Math.round(value) + (perEpoch ? ', epoch ' + epoch(value, perEpoch) : ''),
      },
    };
  };

  // What JSON cannot say: functions.
  const complete = (option, width) => {
    option.backgroundColor = 'transparent';
    option.animation = false;
    option.tooltip.valueFormatter = (value) => number(value);
    option.tooltip.confine = true;
    if (new Set(option.series.map((series) => series.name)).size === 1) {
      option.legend.show = false;
    }
    for (const axis of [option.xAxis, ...(option.parallelAxis ?? [])]) {
      if (axis?.type === 'log') {
        axis.axisLabel = { formatter: (value) => number(value), hideOverlap: true };
      }
      if (axis?.largoOpenEnds) {
        axis.axisLabel = { ...axis.axisLabel, showMinLabel: false, showMaxLabel: false };
      }
    }
    for (const axis of option.parallelAxis ?? []) {
      axis.nameTruncate = { maxWidth: (width - 120) / Math.max(1, option.parallelAxis.length - 1) - 6 };
    }
    if (option.yAxis?.type === 'category') {
      option.yAxis.axisLabel = { width: width < 700 ? 110 : 260, overflow: 'truncate' };
    } else if (option.yAxis?.type === 'log') {
      option.yAxis.axisLabel = { formatter: (value) => number(value) };
    }
    if (option.xAxis?.largoSteps) {
      steps(option.xAxis);
    }
    const colors = option.visualMap;
    if (colors && option.xAxis?.largoSteps) {
      const real = (value) => (colors.largoLogarithm ? 10 ** value : value);
      colors.formatter = (value) => number(real(value), 2);
      option.tooltip.formatter = ({ value: [column, row, value] }) =>
        echarts.format.encodeHTML(
          `${option.yAxis.data[row]}, step ${option.xAxis.data[column]}: ${number(real(value))}`);
    }
    const encode = echarts.format.encodeHTML;
    const place = (value) => option.xAxis.data?.[value] ?? `${option.xAxis.name} ${number(value)}`;
    for (const series of option.series) {
      const tells = {
        lost: ({ value: [x, , count, of] }) => `${place(x)}: ${count} of ${of} ${series.largoLost}`,
        thread: ({ value: [x, y] }) => `${series.id}: ${option.xAxis.name} ${number(x)}, ${number(y)}`,
      }[series.largoKind];
      if (tells) {
        const name = series.largoKind === 'lost' && series.name ? series.name + ', ' : '';
        series.tooltip = { formatter: (item) => encode(name + tells(item)) };
      }
      if (series.type === 'parallel') {
        series.tooltip = {
          formatter: ({ name, value }) =>
            [name, ...option.parallelAxis.map((axis, i) => `${axis.name} ${axis.data?.[value[i]] ?? number(value[i])}`)]
              .map(encode)
              .join('<br>'),
        };
      }
      series.progressive = 0; // All at once: a page is aggregated.
      if (series.type === 'custom') {
        series.renderItem = series.largoKind === 'band' ? band(series.data) : { whiskers, lost }[series.largoKind] ?? interval;
      }
    }
    return option;
  };

  const charts = (figure) => {
    const place = figure.querySelector('.canvas');
    const data = figure.querySelector('script');
    let chart;
    const draw = () => {
      chart?.dispose();
      chart = echarts.init(place, dark.matches ? 'dark' : null);
      chart.on('finished', () => {
        figure.dataset.drawn = 'yes';
      });
      chart.setOption(complete(JSON.parse(data.textContent), place.clientWidth));
    };
    draw();
    dark.addEventListener('change', draw);
    new ResizeObserver(() => {
      if (chart.getWidth() !== place.clientWidth) {
        chart.resize();
      }
    }).observe(place);
  };

  // Before it is drawn, so that the page does not move when it is.
  const buttons = (figure) => {
    const name = figure.querySelector('figcaption').textContent;
    const place = figure.querySelector('.canvas');
    const data = figure.querySelector('script');
    button(figure, 'PNG', () => {
      draw(figure);
      const chart = echarts.getInstanceByDom(place);
      save(name + '.png', chart.getDataURL({ pixelRatio: 2, backgroundColor: style('--paper') }));
    });
    button(figure, 'SVG', () => {
      const size = { width: place.clientWidth, height: place.clientHeight };
      const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
      drawn.setOption(complete(JSON.parse(data.textContent), size.width));
      save(name + '.svg', 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(drawn.renderToSVGString()));
      drawn.dispose();
    });
  };

  // A chart is drawn when it is about to be seen, one after the other, so that a long page can be read at once.
  const undrawn = new Set(document.querySelectorAll('figure.chart'));
  const draw = (figure) => {
    if (undrawn.delete(figure)) {
      sight.unobserve(figure);
      charts(figure);
    }
  };
  const waiting = [];
  const next = () => {
    const figure = waiting.shift();
    if (figure) {
      setTimeout(next); // First, so that a chart which cannot be drawn stops no other.
      draw(figure);
    }
  };
  const sight = new IntersectionObserver((seen) => {
    waiting.push(...seen.filter((one) => one.isIntersecting).map((one) => one.target));
    next();
  }, { rootMargin: '300px' });
  for (const figure of undrawn) {
    buttons(figure);
    sight.observe(figure);
  }
  addEventListener('beforeprint', () => undrawn.forEach(draw));

  for (const figure of document.querySelectorAll('figure.picture')) {
    const name = figure.querySelector('figcaption').textContent;
    const { src, width, height } = figure.querySelector('img');
    button(figure, 'PNG', () => save(name + '.png', src));
    button(figure, 'SVG', () =>
      save(name + '.svg', 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image style="image-rendering:pixelated" width="${width}" height="${height}" href="${src}"/></svg>`)));
  }

  const cell = (text) => (/[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
  for (const figure of document.querySelectorAll('figure.table')) {
    button(figure, 'Copy CSV', async (clicked) => {
      const rows = [...figure.querySelectorAll('tr')];
      const csv = rows.map((row) => [...row.cells].map((c) => cell(c.textContent)).join(',')).join('\n') + '\n';
      const area = document.createElement('textarea');
      area.value = csv;
      figure.append(area);
      area.select();
      // A page that was opened as a file may not use the clipboard's own interface.
      document.execCommand('copy');
      area.remove();
      clicked.textContent = 'Copied';
    });
  }
})();
