// Tabler icons in the sprite, by their own names; `<c-icon name="phone" />` shows one.
export const outline = `
adjustments alert-circle alert-triangle arrow-back-up arrow-down arrow-left arrow-right arrow-up ban bell bolt book building
building-store calendar calendar-event camera chart-bar check checklist checks chevron-down chevron-left chevron-right chevron-up
circle-check circle-dashed clipboard-list clock columns-3 copy corner-down-right device-mobile dots dots-vertical
download edit external-link eye eye-off file file-text filter flag flame gavel gift hand-stop headset help history home hourglass id
info-circle language layout-dashboard link list lock lock-open login logout mail map map-pin map-route menu-2 message message-circle mood-happy
mood-neutral mood-sad moon navigation note package paperclip phone phone-calling phone-check phone-incoming phone-off
phone-outgoing photo player-pause player-play plus printer qrcode receipt refresh repeat replace route school search send settings shield
shield-check shield-lock signature star sun table thumb-down thumb-up tool tools transfer trash truck upload user user-check
user-circle user-plus user-question users wifi-off x zoom-question
`.trim().split(/\s+/);
